import { expect, test } from "@jest/globals";
import { renderDiff, renderPatch } from "../../../src/inject/diff.ts";
import type { Injection } from "../../../src/inject/injection.ts";

const edit = { path: "Gemfile", before: 'gem "a"\n', after: 'gem "a"\ngem "b"\n', reason: "ours" };

const injection = (more: Partial<Injection> = {}): Injection => ({
  edits: [edit],
  gem: { from: "/action/gem", path: ".megamode/gem" },
  folders: [],
  repository: undefined,
  gemfile: "Gemfile",
  lockfile: "Gemfile.lock",
  missing: "nothing",
  repairsPrograms: true,
  requires: [],
  notices: [],
  ...more,
});

test("the diff says of each edit why and what, and which folders are copied", () => {
  expect(renderDiff(injection())).toBe(
    '# Gemfile: ours\n--- a/Gemfile\n+++ b/Gemfile\n@@ -1,1 +1,2 @@\n gem "a"\n+gem "b"\n\n' +
      "# .megamode/gem/: the gem itself, copied\n",
  );
});

test("a new file is compared with nothing", () => {
  const edits = [{ ...edit, path: "x", before: undefined, after: "1\n" }];
  expect(renderPatch(edits)).toBe("# x: ours\n--- /dev/null\n+++ b/x\n@@ -0,0 +1,1 @@\n+1\n");
});

test("an empty file is no new one", () => {
  const edits = [{ ...edit, path: "x", before: "", after: "1\n" }];
  expect(renderPatch(edits)).toContain("--- a/x\n+++ b/x\n@@ -0,0 +1,1 @@\n+1\n");
});

test("what is copied from outside of the app is named", () => {
  const repository = { top: "/r", folders: ["/r/engines"], files: [] };
  expect(renderDiff(injection({ repository })).split("\n").at(-2)).toMatch(
    /^# \.megamode\/repository\/: .*`engines`$/,
  );
});

test("the diff shows no secrets, and the patch does", () => {
  const after = 'source "https://me:hunter2@x.example.com"\n# known\n';
  const edits = [{ ...edit, after }];
  const diff = renderDiff(injection({ edits }), ["known"]);
  expect(diff).toContain('+source "https://***@x.example.com"\n+# ***\n');
  expect(renderPatch(edits)).toContain("hunter2");
});
