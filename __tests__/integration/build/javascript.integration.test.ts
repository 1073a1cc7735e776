import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { findPackages } from "../../../src/bundle/javascript/find-packages.ts";
import { INSTALLED, installPackages } from "../../../src/bundle/javascript/install.ts";
import { systemClock } from "../../../src/host/clock.ts";
import { openBuildRoot } from "../../../src/host/root/build-root.ts";
import type { BuildRoot } from "../../../src/ports/build-root.ts";
import { readTree, tree, writeTree } from "../../tree.ts";

let root: BuildRoot;
const environment = { ...process.env };
beforeAll(async () => {
  root = await openBuildRoot("the test of JavaScript packages", systemClock, () => {});
  // What leaves out packages for development: a build needs them.
  Object.assign(process.env, { NODE_ENV: "production", npm_config_omit: "dev" });
});
afterAll(async () => {
  process.env = environment;
  await root.close();
});

/** An app with a package for development, which lies in the app: no network is needed. */
const APP = {
  "package.json": '{"private":true,"devDependencies":{"greet":"file:greet"}}',
  "package-lock.json": JSON.stringify({
    lockfileVersion: 3,
    packages: {
      "": { devDependencies: { greet: "file:greet" } },
      greet: { version: "1.0.0", dev: true, bin: { greet: "greet.js" } },
      "node_modules/greet": { resolved: "greet", link: true },
    },
  }),
  "greet/package.json": '{"name":"greet","version":"1.0.0","bin":{"greet":"greet.js"}}',
  "greet/greet.js": '#!/usr/bin/env node\nconsole.log("hello");\n',
};

async function install(checkout: string) {
  const app = join(root.backing, "app");
  rmSync(app, { recursive: true, force: true });
  mkdirSync(app);
  writeTree(app, readTree(checkout));
  const found = await findPackages(app);
  if (found === undefined || found === "no lockfile") throw new Error("nothing to install");
  return installPackages(root, found.manager, process.env.PATH ?? "", () => {});
}

describe("the real npm", () => {
  test("installs packages for development too, in the staged app alone, and the build runs their programs", async () => {
    const checkout = tree(APP);
    const path = await install(checkout);
    const run = (file: string, ...args: readonly string[]) =>
      root.shell.run({ file, args, cwd: "/tmp/mm/app", env: { ...INSTALLED, PATH: path } });
    expect((await run("node_modules/.bin/greet")).output).toBe("hello\n");
    // As Rails 6.1 and Shakapacker do when they compile assets.
    expect((await run("npm", "ci")).status).toBe(0);
    expect((await run("node_modules/.bin/greet")).output).toBe("hello\n");
    expect(readTree(checkout)).toEqual(APP);
    expect(await findPackages(join(root.backing, "app"))).toBeUndefined();
  });

  test("refuses a lockfile that does not fit, and changes nothing", async () => {
    const unlocked = APP["package.json"].replace('"file:greet"', '"file:greet","more":"file:more"');
    await expect(install(tree({ ...APP, "package.json": unlocked }))).rejects.toMatchObject({
      name: "UserError",
      message: expect.stringMatching(/^`npm ci .*` failed.*more/s),
    });
  });
});
