import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { describeDropped } from "../../../src/bundle/dropped.ts";
import { tree } from "../../tree.ts";

test("what was not packed is told by path and kind; of `node_modules` each package", () => {
  const paths = {
    "app/node_modules/a/x.js": "node_modules",
    "app/node_modules/@s/b/x.js": "node_modules",
    "app/node_modules/@t": "node_modules",
    "app/engines/e/node_modules/c/x.js": "node_modules",
    "app/.bundle/config": ".bundle",
    "app/tmp/cache/x": "tmp/",
    "app/log/production.log": "log/",
    "app/vendor/cache/a-1.gem": "downloaded gems",
    "app/.npmrc": "settings of package managers",
    "app/.yarn/cache/a.zip": ".yarn",
    "app/.pnp.cjs": ".yarn",
    "app/engines/e/.pnp.loader.mjs": ".yarn",
    "app/.aws/config": "credentials",
    "app/config/key.pem": "possible keys",
  };
  const backing = tree(Object.fromEntries(Object.keys(paths).map((path) => [path, "four"])));
  const dropped = [
    ...[
      "app/node_modules",
      "app/engines/e/node_modules",
      "app/.yarn",
      "app/.pnp.cjs",
      "app/.bundle",
      "app/tmp/cache",
    ],
    ...["app/log/production.log", "app/vendor/cache/a-1.gem", "app/.npmrc", "app/.aws"],
    ...["app/.yarn", "app/.pnp.cjs", "app/engines/e/.pnp.loader.mjs"],
    ...["app/config/key.pem", "app/.megamode/bundle"],
  ];
  const told = describeDropped(backing, dropped);
  expect(told.map(({ path, kind, files, bytes }) => [path, kind, files, bytes])).toEqual([
    ["node_modules/@s/b", "node_modules", 1, 4],
    ["node_modules/@t", "node_modules", 1, 4],
    ["node_modules/a", "node_modules", 1, 4],
    ["engines/e/node_modules/c", "node_modules", 1, 4],
    [".yarn", ".yarn", 1, 4],
    [".pnp.cjs", ".yarn", 1, 4],
    [".bundle", ".bundle", 1, 4],
    ["tmp/cache", "tmp/", 1, 4],
    ["log/production.log", "log/", 1, 4],
    ["vendor/cache/a-1.gem", "downloaded gems", 1, 4],
    [".npmrc", "settings of package managers", 1, 4],
    [".aws", "credentials", 1, 4],
    [".yarn", ".yarn", 1, 4],
    [".pnp.cjs", ".yarn", 1, 4],
    ["engines/e/.pnp.loader.mjs", ".yarn", 1, 4],
    ["config/key.pem", "possible keys", 1, 4],
  ]);
});

test("a `node_modules` may be a link, or empty", () => {
  const backing = tree({ "app/config.ru": "run" });
  symlinkSync("nowhere", join(backing, "app/node_modules"));
  mkdirSync(join(backing, "app/a/node_modules"), { recursive: true });
  const told = describeDropped(backing, ["app/node_modules", "app/a/node_modules"]);
  expect(told.map(({ path, files }) => [path, files])).toEqual([
    ["node_modules", 1],
    ["a/node_modules", 0],
  ]);
});
