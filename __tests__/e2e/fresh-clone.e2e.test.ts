import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import {
  askJson,
  type Cloud,
  copyApp,
  type Deployed,
  deploy,
  FIXTURES,
  openCloud,
  succeeded,
} from "./harness.ts";

let cloud: Cloud;
beforeAll(async () => {
  cloud = await openCloud();
});
afterAll(() => cloud?.close());

const newCache = () => mkdtempSync(join(tmpdir(), "megamode-new-runner-"));

/** A checkout of its own, on a runner that has never built anything. */
async function onNewRunner(version: string): Promise<Deployed> {
  const app = copyApp(join(FIXTURES, "probe"));
  writeFileSync(join(app, "version.txt"), version);
  return deploy(cloud, {
    ...{ app, stage: "clones", inputs: { app: "clones", "prewarm-concurrency": "1" } },
    env: { XDG_CACHE_HOME: newCache() },
  });
}

const uploads = () =>
  readFileSync(join(cloud.state, "requests.jsonl"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { operation: string; path: string })
    .filter(({ operation, path }) => operation === "PutObject" && path.includes("/archives/"));

const uploaded = ({ outputs }: Deployed) =>
  (JSON.parse(outputs.report ?? "").archives as { name: string; uploaded: boolean }[])
    .filter(({ uploaded }) => uploaded)
    .map(({ name }) => name);

/** The rows of the table of parts, as the summary has them. */
const parts = ({ summary }: Deployed) =>
  summary.match(/^\| (gem|Ruby|library|data|\d+ more) .*$/gm);

test("a fresh clone with an unchanged lockfile installs and builds no gem, and uploads what changed", async () => {
  const first = succeeded(await onNewRunner("one\n"));
  expect(first.log).toContain("There is none.");
  expect(first.log).toMatch(/Installing puma .* with native extensions/);
  expect(uploaded(first)).toEqual(["ruby", "gems", "app"]);

  const second = succeeded(await onNewRunner("two\n"));
  expect(second.log).not.toMatch(/^• (Vendor gems|Package Ruby)$|Installing|native extensions/m);
  expect(uploaded(second)).toEqual(["app"]);
  // Of archives that were only fetched, too.
  expect(parts(first)).toContainEqual(
    expect.stringMatching(/^\| gem \| puma .* \| [\d.]+ [KM]B \|$/),
  );
  expect(parts(second)).toEqual(parts(first));
  expect(parts(first)?.length).toBeGreaterThan(15);
  expect(second.log).toMatch(/^• Preflight\n {2}Started/m);
  expect(await askJson(cloud, `${second.outputs.url}/version`)).toBe("two\n");

  const before = uploads().length;
  const third = succeeded(await onNewRunner("two\n"));
  expect(third.outputs).toMatchObject({ changed: "false", "uploaded-bytes": "0" });
  expect(uploads()).toHaveLength(before);
  // Whoever asks how long it took, reads it.
  expect(third.log).toMatch(/^• Look for an earlier build.*\n( {2}.*\n)* {2}[\d.]+ (m?s)$/m);
});
