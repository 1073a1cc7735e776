import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Cloud, deploy, openCloud, succeeded } from "../e2e/harness.ts";
import { RACK_APPS, type RackApp } from "./rack-apps.ts";
import { logOf, serveAtRoot } from "./stage.ts";
import { newVisitor } from "./visitor.ts";

let cloud: Cloud;
beforeAll(async () => {
  cloud = await openCloud();
}, 60_000);
afterAll(() => cloud?.close());

async function deployed(name: string, { files, inputs = {} }: RackApp) {
  const app = mkdtempSync(join(tmpdir(), "megamode-app-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(app, path)), { recursive: true });
    writeFileSync(join(app, path), text);
  }
  const { outputs, log } = succeeded(
    await deploy(cloud, {
      app,
      stage: "dev",
      inputs: {
        app: name.replace(/[^a-z0-9]+/gi, "-").toLowerCase(),
        "prewarm-concurrency": "1",
        ...inputs,
      },
    }),
  );
  const url = outputs.url ?? "";
  return { name: outputs["function-name"] ?? "", url, log, root: await serveAtRoot(cloud, url) };
}

describe.each(Object.entries(RACK_APPS))("%s", (name, app) => {
  let stage: Awaited<ReturnType<typeof deployed>>;
  beforeAll(async () => {
    stage = await deployed(name, app);
  }, 900_000);

  test.each(["below its stage", "at the root of a domain"])(
    "answers %s",
    async (where) => {
      const url = where === "below its stage" ? stage.url : stage.root;
      const prefix = where === "below its stage" ? "/dev" : "";
      const visitor = newVisitor(cloud);
      const { result: root, log } = await logOf(cloud, stage.name, () => visitor.get(`${url}/`));
      expect([root.status, root.body]).toEqual([200, `at ${prefix} /, visit 1`]);
      expect(log).toMatch(/^Rack: one line to stdout$/m);
      expect(log).toMatch(/^Rack: one line to stderr$/m);
      expect((await visitor.get(`${url}/`)).body).toBe(`at ${prefix} /, visit 2`);
      const posted = await visitor.post(`${url}/echo?q=%C3%BC`, { text: "Grüße & mehr" });
      expect([posted.status, posted.body]).toEqual([200, "Grüße & mehr ü"]);
      const away = await visitor.get(`${url}/away`);
      expect(away.status).toBe(302);
      expect(new URL(away.headers.location ?? "", url).href).toBe(`${url}/`);
      expect((await visitor.get(`${url}/no/such/page`)).status).toBe(404);
      const boom = await logOf(cloud, stage.name, () => visitor.get(`${url}/boom`));
      expect(boom.result.status).toBe(500);
      expect(boom.log).toMatch(/^Rack: .*as it was meant/m);
    },
    90_000,
  );
});
