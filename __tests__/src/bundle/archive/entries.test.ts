import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { listEntries } from "../../../../src/bundle/archive/entries.ts";
import { tree } from "../../../tree.ts";

const all = () => false;

test("everything below the folders is listed, by code unit, a folder before its content", async () => {
  const dir = tree({ "b/z": "", "a/é": "", "a/B/x": "", "a/b": "", "a/a.rb": "", "other/x": "" });
  symlinkSync("b", join(dir, "a/link"));
  mkdirSync(join(dir, "a/empty"));
  expect(await listEntries(dir, ["b", "a"], all)).toEqual([
    { path: "a", kind: "directory" },
    { path: "a/B", kind: "directory" },
    { path: "a/B/x", kind: "file" },
    { path: "a/a.rb", kind: "file" },
    { path: "a/b", kind: "file" },
    { path: "a/empty", kind: "directory" },
    { path: "a/link", kind: "link" },
    { path: "a/é", kind: "file" },
    { path: "b", kind: "directory" },
    { path: "b/z", kind: "file" },
  ]);
});

test("what is left out is left out with all below it", async () => {
  const dir = tree({ "a/log/x": "", "a/b/log": "", "a/b/c": "" });
  const paths = await listEntries(dir, ["a"], (path) => path.endsWith("/log"));
  expect(paths.map(({ path }) => path)).toEqual(["a", "a/b", "a/b/c"]);
  expect(await listEntries(dir, ["a"], (path) => path === "a")).toEqual([]);
});

test("a pipe is no part of an app", async () => {
  const dir = tree({ "a/file": "" });
  execFileSync("mkfifo", [join(dir, "a/pipe")]);
  expect((await listEntries(dir, ["a"], all)).map(({ path }) => path)).toEqual(["a", "a/file"]);
});
