import { execFileSync } from "node:child_process";
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { keepingApp } from "../../../../src/bundle/compile-cache/keeping-app.ts";
import { readTree, tree, writeTree } from "../../../tree.ts";

const FILES = {
  "app/a.rb": "1",
  "app/lib/b.rb": "1",
  "app/node_modules/c/d.js": "1",
  "gems/g": "1",
};

test.each([
  ["is done", () => "done", "done"],
  [
    "fails",
    () => {
      throw new Error("no");
    },
    "no",
  ],
])(
  "the app is as it was after the step %s: content, links, times and modes",
  async (_, end, expected) => {
    const backing = tree();
    writeTree(backing, FILES, 0o755);
    symlinkSync("lib/b.rb", join(backing, "app/link"));
    utimesSync(join(backing, "app/a.rb"), 1, 1);
    const before = readTree(backing);
    const step = async () => {
      writeTree(backing, { "app/a.rb": "changed", "app/new/e": "", "gems/g": "changed" });
      rmSync(join(backing, "app/lib"), { recursive: true });
      return end();
    };
    const ended = await keepingApp({ backing }, step).catch((error: Error) => error.message);
    expect(ended).toBe(expected);
    expect(readTree(backing)).toEqual({ ...before, "gems/g": "changed" });
    const { mode, mtimeMs } = lstatSync(join(backing, "app/a.rb"));
    expect([mode & 0o777, mtimeMs]).toEqual([0o755, 1000]);
  },
);

test("the step sees the app's files; those of which there is no copy are there again afterwards", async () => {
  const backing = tree(FILES);
  const app = join(backing, "app");
  const left = createServer();
  await new Promise<void>((listening) => left.listen(join(app, "socket"), listening));
  execFileSync("mkfifo", [join(app, "pipe")]);
  writeFileSync(Buffer.concat([Buffer.from(`${app}/`), Buffer.from([0xff])]), "");
  linkSync(join(app, "a.rb"), join(app, "same.rb"));
  const before = lstatSync(join(app, "same.rb"));
  const seen = await keepingApp({ backing }, async () => readTree(app));
  left.close();
  expect(seen).toEqual({
    "a.rb": "1",
    "same.rb": "1",
    "lib/b.rb": "1",
    "node_modules/c/d.js": "1",
  });
  expect(lstatSync(join(app, "pipe")).isFIFO()).toBe(true);
  expect(existsSync(Buffer.concat([Buffer.from(`${app}/`), Buffer.from([0xff])]))).toBe(true);
  const { ino, nlink } = lstatSync(join(app, "same.rb"));
  expect([ino, nlink]).toEqual([before.ino, 2]);
});

test("packages that the step itself installs are not the app's", async () => {
  const backing = tree({ "app/a.rb": "1" });
  await keepingApp({ backing }, async () => {
    mkdirSync(join(backing, "app/node_modules"));
  });
  expect(readTree(backing)).toEqual({ "app/a.rb": "1" });
});
