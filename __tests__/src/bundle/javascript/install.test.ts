import { chmodSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { findPackages } from "../../../../src/bundle/javascript/find-packages.ts";
import { installPackages } from "../../../../src/bundle/javascript/install.ts";
import { fakeShell, type Outcome, typed } from "../../../fakes/shell.ts";
import { tree, writeTree } from "../../../tree.ts";

const PACKAGE = '{"dependencies":{"a":"1"}}';

/** A folder of the runner's PATH with these programs. */
function programs(...names: readonly string[]): string {
  const dir = tree(Object.fromEntries(names.map((name) => [name, "#!/bin/sh\n"])));
  for (const name of names) chmodSync(join(dir, name), 0o755);
  return dir;
}

async function install(files: Record<string, string>, path: string, outcome?: Outcome) {
  const backing = tree();
  const dir = join(backing, "app");
  writeTree(dir, { "package.json": PACKAGE, ...files });
  const packages = await findPackages(dir);
  if (packages === undefined || packages === "no lockfile") throw new Error("nothing to install");
  const shell = fakeShell(() => outcome);
  const found = await installPackages({ backing, shell }, packages.manager, path, () => {});
  return { found, ran: shell.ran };
}

describe("JavaScript packages", () => {
  test("are installed in the staged app, whatever NODE_ENV says", async () => {
    const path = programs("npm");
    const { found, ran } = await install({ "package-lock.json": "{}" }, path);
    expect(ran.map(typed)).toEqual(["npm ci --include=dev --no-audit --no-fund"]);
    expect(ran[0]).toMatchObject({ cwd: "/tmp/mm/app", env: { PATH: path, CI: "true" } });
    expect(ran[0]?.env).toHaveProperty("NODE_ENV", undefined);
    expect(found).toBe(path);
  });

  test("are installed by the version that package.json names, which the build then finds too", async () => {
    const path = programs("corepack", "yarn");
    const named = {
      "package.json": '{"packageManager":"yarn@4.9.1"}',
      "yarn.lock": "__metadata:\n",
    };
    const { found, ran } = await install(named, path);
    expect(ran.map(typed)).toEqual([
      "corepack enable --install-directory /tmp/mm/build-tools yarn",
      "yarn install --immutable",
    ]);
    expect(found).toBe(`/tmp/mm/build-tools:${path}`);
    expect(ran[1]?.env?.PATH).toBe(found);
  });

  test.each([
    ["package-lock.json", "npm", "actions/setup-node"],
    ["yarn.lock", "yarn", "corepack enable"],
    ["pnpm-lock.yaml", "pnpm", "pnpm/action-setup"],
    ["bun.lock", "bun", "oven-sh/setup-bun"],
  ])(
    "of `%s` cannot be installed without `%s`: the error says what to add",
    async (lockfile, name, fix) => {
      await expect(install({ [lockfile]: "" }, programs("node"))).rejects.toMatchObject({
        name: "UserError",
        message: expect.stringMatching(`\`${lockfile}\`.*\`${name}\``),
        fix: expect.stringContaining(fix),
      });
    },
  );

  test("that cannot be installed end the build, with what the program said", async () => {
    const failing = install({ "package-lock.json": "" }, programs("npm"), {
      status: 1,
      output: "EUSAGE",
    });
    await expect(failing).rejects.toMatchObject({
      name: "UserError",
      message: expect.stringMatching(/`npm ci .*` failed with exit status 1:\nEUSAGE/),
      fix: expect.stringContaining("`package-lock.json`"),
    });
  });

  test.each([
    ["there is no package.json", { "package-lock.json": "{}" }, undefined],
    [
      "the checkout has `node_modules`",
      { "package.json": PACKAGE, "package-lock.json": "{}", "node_modules/a/x.js": "" },
      undefined,
    ],
    ["there is no lockfile", { "package.json": PACKAGE }, "no lockfile"],
    ["package.json names none", { "package.json": "{}" }, undefined],
  ])("are not installed if %s", async (_, files, expected) => {
    expect(await findPackages(tree(files))).toBe(expected);
  });

  test("of an app with several lockfiles: those that do not count are known", async () => {
    const files = { "package.json": PACKAGE, "yarn.lock": "", "package-lock.json": "{}" };
    expect(await findPackages(tree(files))).toMatchObject({ ignored: ["package-lock.json"] });
  });
});
