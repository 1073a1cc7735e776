import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { lfsWarning, reportCopied } from "../../../../src/commands/build/report-copied.ts";
import { fakeReporter } from "../../../fakes/reporter.ts";
import { tree } from "../../../tree.ts";

test("the log counts what was left out; warnings name large files and submodules that lack", async () => {
  const dir = tree({ ".git/HEAD": "x", ".gitmodules": '[submodule "a"]\n\tpath = vendor/a\n' });
  mkdirSync(join(dir, "vendor/a"), { recursive: true });
  const reporter = fakeReporter();
  const leftOut = [{ path: "spec", from: join(dir, "spec"), kind: "spec/", files: 2, bytes: 2048 }];
  const pointers = ["public/logo.png", "node_modules/a/x.png"];
  const known = await reportCopied(reporter, dir, { leftOut, pointers });
  expect(reporter.infos).toEqual([
    "Left out 2 files: spec/ (2 files, 2.0 KB). `include` copies what you name.",
  ]);
  expect(reporter.warnings).toEqual([
    expect.stringMatching(
      /^A file is a pointer of Git LFS: `public\/logo\.png`\. .*`with: \{ lfs: true \}`/,
    ),
    expect.stringMatching(/`vendor\/a`.*`with: \{ submodules: true \}`/),
  ]);
  expect(known.map(({ path }) => path)).toEqual(["vendor/a", "spec"]);
});

test("nothing is said of an app that is copied whole", async () => {
  const reporter = fakeReporter();
  expect(await reportCopied(reporter, tree(), { leftOut: [], pointers: [] })).toEqual([]);
  expect(reporter.told).toEqual([]);
});

test("of many pointers the first are named, and all are counted", () => {
  const pointers = Array.from({ length: 214 }, (_, at) => `public/${at}.png`);
  const said = lfsWarning(pointers);
  expect(said).toMatch(/^214 files are pointers/);
  expect(said?.match(/`public\//g)).toHaveLength(5);
  expect(said).toContain("and 209 more");
});
