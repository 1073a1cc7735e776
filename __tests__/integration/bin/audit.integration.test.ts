import { execFile } from "node:child_process";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { tree } from "../../tree.ts";

const script = resolve(import.meta.dirname, "../../../bin/audit.ts");

/** Answers a request for advisories. */
let answer: (response: ServerResponse) => void;
const registry = createServer((request, response) => {
  if (request.method === "POST") return answer(response);
  const name = request.url?.slice(1);
  const version = (number: string) => ({ name, version: number });
  const versions = { "1.0.0": version("1.0.0"), "2.0.0": version("2.0.0") };
  response.end(JSON.stringify({ name, versions, "dist-tags": { latest: "2.0.0" } }));
});
let url = "";

beforeAll(async () => {
  await new Promise<void>((done) => registry.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(registry.address() as AddressInfo).port}/`;
});
afterAll(() => void registry.close());

/** Audits a project that depends on `pad` 1.0.0, and `pad-dev` for its development. */
function audit(): Promise<{ readonly status: number; readonly said: string }> {
  const project = tree({
    "package.json": JSON.stringify({
      name: "shop",
      version: "1.0.0",
      dependencies: { pad: "1.0.0" },
      devDependencies: { "pad-dev": "1.0.0" },
    }),
    "package-lock.json": JSON.stringify({
      name: "shop",
      version: "1.0.0",
      lockfileVersion: 3,
      packages: {
        "": { dependencies: { pad: "1.0.0" }, devDependencies: { "pad-dev": "1.0.0" } },
        "node_modules/pad": { version: "1.0.0" },
        "node_modules/pad-dev": { version: "1.0.0", dev: true },
      },
    }),
  });
  // npm remembers what an advisory was about.
  const env = {
    ...process.env,
    GITHUB_ACTIONS: "",
    npm_config_registry: url,
    // npm remembers what it was told about an advisory.
    npm_config_cache: tree(),
    npm_config_fetch_retries: "0",
  };
  return new Promise((done) =>
    execFile(process.execPath, [script, project], { env }, (error, stdout, stderr) =>
      done({ status: error ? Number(error.code) : 0, said: stdout + stderr }),
    ),
  );
}

const advisory = (severity: string) => ({
  id: 1,
  url: "https://advisories.example/1",
  title: "it pads too far",
  severity,
  vulnerable_versions: "<2",
});

describe("an audit", () => {
  test.each([
    ["fails", "high", "pad", { status: 1, said: expect.stringContaining("high: pad\n") }],
    ["fails", "critical", "pad", { status: 1, said: expect.stringContaining("critical: pad\n") }],
    ["passes", "moderate", "pad", { status: 0, said: expect.stringMatching(/^0 packages/) }],
    ["passes", "high", "pad-dev", { status: 0, said: expect.stringMatching(/^0 packages/) }],
  ])("%s on a vulnerability of severity %s in %s", async (_, severity, name, expected) => {
    answer = (response) => response.end(JSON.stringify({ [name]: [advisory(severity)] }));
    expect(await audit()).toEqual(expected);
  });

  test("says that the registry keeps no advisories", async () => {
    answer = (response) => response.writeHead(405).end();
    const { status, said } = await audit();
    expect(status).toBe(0);
    expect(said).toMatch(/^not audited: the registry does not answer \(405 Method Not Allowed/);
  });
});
