import { appendFileSync, readdirSync, readFileSync } from "node:fs";
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

// The app answers what bootsnap had to do for its process: __tests__/fixtures/apps/bootsnap.
let cloud: Cloud;
let first: Deployed;
const app = copyApp(join(FIXTURES, "bootsnap"));
const inputs = { app: "cached", "prewarm-concurrency": "1" };
const release = async () => succeeded(await deploy(cloud, { app, stage: "dev", inputs }));

beforeAll(async () => {
  cloud = await openCloud();
  first = await release();
});
afterAll(() => cloud?.close());

/** The record of the gems and Ruby: the only object that names parts. */
function recorded(): string | undefined {
  const folder = join(cloud.state, "s3");
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.parentPath.endsWith("/bodies"))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"))
    .find((text) => text.startsWith("{") && text.includes('"parts": ['));
}

const facts = () => askJson(cloud, `${first.outputs.url}/`);

test("in Lambda bootsnap finds all that it loads, and compiles and writes nothing", async () => {
  const { greeting, hits, others, files, written } = await facts();
  expect(greeting).toBe("Hello, cache!");
  expect(hits).toBeGreaterThanOrEqual(4);
  expect(files).toBeGreaterThanOrEqual(hits);
  expect({ others, written }).toEqual({ others: [], written: [] });
  // What is loaded of the gems was compiled without the app, so it is recorded with them.
  expect(first.log).not.toMatch(/Not kept for later builds|LoadError/);
  expect(recorded()).toContain('"kind": "compiled by bootsnap"');
});

test("one changed file makes a new app archive, with its part of the cache, and no other", async () => {
  appendFileSync(join(app, "lib/late.rb"), "LATER = true\n");
  const { archives } = JSON.parse((await release()).outputs.report ?? "");
  const uploaded = archives.filter((archive: { uploaded: boolean }) => archive.uploaded);
  expect(uploaded).toMatchObject([{ name: "app" }]);
  expect(await facts()).toMatchObject({ others: [], written: [] });
});
