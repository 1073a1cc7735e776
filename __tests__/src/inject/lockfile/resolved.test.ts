import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { UserError } from "../../../../src/errors.ts";
import type { Injection } from "../../../../src/inject/injection.ts";
import { movedVersions, withResolvedLockfile } from "../../../../src/inject/lockfile/resolved.ts";

const gemfile = { path: "Gemfile", before: "a", after: "b", reason: "x" };
const lockfile = {
  path: "Gemfile.lock",
  before: "",
  after: "GEM\n    rack (3.0.8)\n",
  reason: "y",
};
const injection = (edits: Injection["edits"]): Injection => ({
  edits,
  gem: { from: "/gem", path: ".megamode/gem" },
  folders: [],
  repository: undefined,
  gemfile: "Gemfile",
  lockfile: "Gemfile.lock",
  missing: "platform",
  repairsPrograms: true,
  requires: [],
  notices: ["z"],
});

const resolve = (edits: Injection["edits"], text: string) =>
  withResolvedLockfile(injection(edits), "Gemfile.lock", text, "x86_64-linux");

test("an edited lockfile becomes what Bundler made of it, and everything else stays", () => {
  const after = "GEM\n    nokogiri (1.18.10-x86_64-linux)\n    rack (3.0.8)\n";
  expect(resolve([gemfile, lockfile], after)).toEqual(injection([gemfile, { ...lockfile, after }]));
});

test("a lockfile that the app does not have is a new file", () => {
  const after = "GEM\n    rack (3.1.0)\n";
  expect(resolve([gemfile], after)).toEqual(
    injection([
      gemfile,
      {
        path: "Gemfile.lock",
        before: undefined,
        after,
        reason: "the app has no lockfile: Bundler made this one, with today's versions",
      },
    ]),
  );
});

test("a version that Bundler moved is an error that names it, and the command to run", () => {
  const error = (() => {
    try {
      return resolve([gemfile, lockfile], "GEM\n    rack (3.1.0)\n");
    } catch (reason) {
      return reason;
    }
  })();
  expect(error).toBeInstanceOf(UserError);
  expect((error as UserError).message).toContain("rack 3.0.8 -> 3.1.0");
  expect((error as UserError).fix).toContain("bundle lock --add-platform x86_64-linux");
});

test("of two lockfiles, the gems are named that moved or are gone, and no new ones", () => {
  const fixture = (name: string) =>
    readFileSync(join(import.meta.dirname, "../../../fixtures/lockfiles", name), "utf8");
  const after = fixture("rails-2.6.after")
    .replace("    rails (7.2.", "    rails (7.9.")
    .replace(/^ {4}zeitwerk .*\n/m, "");
  const moved = movedVersions(fixture("rails-2.6.before"), after);
  expect(moved).toHaveLength(2);
  expect(moved.join()).toMatch(/^rails 7\.2\.\S+ -> 7\.9\.\S+,zeitwerk \S+ -> none$/);
});
