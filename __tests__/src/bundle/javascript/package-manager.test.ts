import { describe, expect, test } from "@jest/globals";
import {
  asksForPackages,
  choosePackageManager,
  lockfilesOf,
} from "../../../../src/bundle/javascript/package-manager.ts";

const choose = (
  names: readonly string[],
  packageManager?: string,
  yarnLock = "# yarn lockfile v1",
) =>
  choosePackageManager({
    packageJson: JSON.stringify({ packageManager }),
    names: new Set(names),
    yarnLock: names.includes("yarn.lock") ? yarnLock : undefined,
  });

describe("the package manager", () => {
  test.each([
    ["package-lock.json", "npm ci --include=dev --no-audit --no-fund"],
    ["npm-shrinkwrap.json", "npm ci --include=dev --no-audit --no-fund"],
    ["yarn.lock", "yarn install --frozen-lockfile --production=false --non-interactive"],
    ["pnpm-lock.yaml", "pnpm install --frozen-lockfile --prod=false"],
    ["bun.lock", "bun install --frozen-lockfile"],
    ["bun.lockb", "bun install --frozen-lockfile"],
  ])("of `%s` installs by `%s`", (lockfile, command) => {
    expect(choose([lockfile])).toMatchObject({ lockfile, isNamed: false });
    expect(choose([lockfile])?.install.join(" ")).toBe(command);
  });

  test("of a lockfile of Yarn 2 and newer is Yarn with its own options", () => {
    const berry = choose(["yarn.lock"], "yarn@4.9.1", "__metadata:\n  version: 8\n");
    expect(berry).toMatchObject({ install: ["yarn", "install", "--immutable"], isNamed: true });
  });

  test.each([
    [["package-lock.json", "yarn.lock"], undefined, "yarn.lock"],
    [["package-lock.json", "yarn.lock"], "npm@11.0.0", "package-lock.json"],
    [["package-lock.json", "yarn.lock"], "pnpm@10.0.0", "yarn.lock"],
    [["pnpm-lock.yaml", "bun.lock"], undefined, "bun.lock"],
    [["package-lock.json", "npm-shrinkwrap.json"], undefined, "npm-shrinkwrap.json"],
  ])("of several lockfiles %j, with `packageManager: %s`, is that of `%s`", (names, named, one) => {
    expect(choose(names, named)?.lockfile).toBe(one);
    expect(lockfilesOf(new Set(names))).toContain(one);
  });

  test("is none without a lockfile", () => {
    expect(choose(["package.json"], "yarn@4.9.1")).toBeUndefined();
  });
});

test.each([
  ['{"dependencies":{"a":"1"}}', true],
  ['{"devDependencies":{"a":"1"}}', true],
  ['{"dependencies":{}}', false],
  ['{"name":"x"}', false],
  ["null", false],
  ["{", false],
])("package.json `%s` asks for packages: %s", (text, asks) => {
  expect(asksForPackages(text)).toBe(asks);
});
