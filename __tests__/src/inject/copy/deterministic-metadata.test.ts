import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import {
  copyMode,
  setDeterministicMetadata,
} from "../../../../src/inject/copy/deterministic-metadata.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "megamode-metadata-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** @param time in seconds */
function write(path: string, text: string, mode: number, time: number): void {
  const file = join(dir, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, mode);
  utimesSync(file, time, time);
}

const facts = (path: string) => {
  const { mode, mtimeMs } = lstatSync(join(dir, path));
  return [(mode & 0o7777).toString(8), mtimeMs];
};

test("equal trees have equal modes and times, whatever they were before", async () => {
  write("a/bin/rails", "x", 0o700, 1);
  write("a/app.js", "1", 0o600, 2);
  write("b/bin/rails", "x", 0o755, 3);
  write("b/app.js", "1", 0o664, 4);
  chmodSync(join(dir, "a/bin"), 0o700);
  await setDeterministicMetadata(join(dir, "a"));
  await setDeterministicMetadata(join(dir, "b"));
  const paths = ["", "bin", "bin/rails", "app.js"];
  const first = paths.map((path) => facts(`a/${path}`));
  expect(first).toEqual(paths.map((path) => facts(`b/${path}`)));
  expect(first.map(([mode]) => mode)).toEqual(["755", "755", "755", "644"]);
});

test("a file with another content has another time, in whole seconds", async () => {
  write("a", "1", 0o644, 1);
  write("b", "2", 0o644, 1);
  await setDeterministicMetadata(dir);
  expect(facts("a")).not.toEqual(facts("b"));
  expect(Number(facts("a")[1]) % 1000).toBe(0);
});

test("folders that are never packed are not walked, and links are not followed", async () => {
  write("app/node_modules/x", "1", 0o600, 1);
  write("outside", "1", 0o600, 1);
  symlinkSync("../outside", join(dir, "app/link"));
  await setDeterministicMetadata(join(dir, "app"));
  expect(facts("app/node_modules/x")).toEqual(["600", 1000]);
  expect(facts("outside")).toEqual(["600", 1000]);
});

test.each([
  [0o700, "755"],
  [0o610, "644"],
])("a mode of %o is copied as %s", async (mode, copied) => {
  write("a", "1", mode, 1);
  write("b", "1", 0o666, 1);
  await copyMode(join(dir, "a"), join(dir, "b"));
  expect(facts("b")[0]).toBe(copied);
});
