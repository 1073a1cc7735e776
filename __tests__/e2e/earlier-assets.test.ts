import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import {
  type Cloud,
  copyApp,
  deploy,
  FILE_SYSTEM,
  get,
  openCloud,
  PROJECT,
  succeeded,
} from "./harness.ts";

let cloud: Cloud;
beforeAll(async () => {
  cloud = await openCloud();
});
afterAll(() => cloud?.close());

const app = copyApp(join(PROJECT, "examples/rails"));

async function deployed() {
  return succeeded(
    await deploy(cloud, {
      app,
      stage: "dev",
      inputs: {
        "prewarm-concurrency": "1",
        app: "blog",
        "release-command": "bin/rails db:migrate",
        "health-check-path": "/posts",
        "function-configuration": JSON.stringify(FILE_SYSTEM),
      },
    }),
  );
}

/** The stylesheet that a page opened now asks for. */
async function stylesheet(url: string): Promise<string> {
  const { body } = await get(cloud, `${url}/posts`);
  const path = /<link rel="stylesheet" href="([^"]+)"/.exec(body)?.[1];
  if (path === undefined) throw new Error(`No stylesheet in:\n${body}`);
  return new URL(path, url).href;
}

function appendToStylesheet(text: string): void {
  const file = join(app, "app/assets/stylesheets/application.css");
  writeFileSync(file, readFileSync(file, "utf8") + text);
}

test("a page that was opened before a deploy keeps its stylesheet", async () => {
  const first = await deployed();
  // Of the very first release: its migration runs in Lambda.
  expect(first.log).toMatch(/^warning: Preflight: `\/posts` answers 500 without a table/m);
  const { url = "" } = first.outputs;
  const old = await stylesheet(url);
  const bytes = (await get(cloud, old)).body;

  appendToStylesheet(".second { color: teal }\n");
  const second = await deployed();
  const wanted = await get(cloud, old);
  expect(wanted.status).toBe(200);
  expect(wanted.body).toBe(bytes);
  expect(wanted.headers["cache-control"]).toContain("immutable");
  const current = await stylesheet(url);
  expect(current).not.toBe(old);
  expect((await get(cloud, current)).body).toContain("teal");

  const again = await deployed();
  expect(again.log).toMatch(/Nothing to do/);
  expect(again.outputs).toMatchObject({
    changed: "false",
    "uploaded-bytes": "0",
    version: second.outputs.version,
  });
});
