import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { reuseGems } from "../../../src/gems/reuse.ts";
import { typed } from "../../fakes/shell.ts";
import { writeTree } from "../../tree.ts";
import { bundlerInput } from "./bundler-input.ts";

const LOCKFILE = "PATH\n  remote: .\n  specs:\n    own (1.0)\n";

describe("gems of an earlier build", () => {
  test("can be used where Bundler finds all; the app's own specifications are evaluated anew", async () => {
    const files = { "Gemfile.lock": LOCKFILE, "own.gemspec": "`git ls-files`" };
    const input = bundlerInput(files, ({ file }) => {
      if (file === "ruby") writeTree(input.root.backing, { "app/own.gemspec": "evaluated" });
      return undefined;
    });
    expect(await reuseGems(input)).toEqual({ version: "2.5.22", home: undefined });
    expect(input.root.shell.ran.map(typed)[0]).toBe("bundle check");
    expect(readFileSync(join(input.root.backing, "app/own.gemspec"), "utf8")).toBe("evaluated");
    expect(input.reporter.infos).toEqual([]);
  });

  test("cannot be used where Bundler lacks one, which it says", async () => {
    const input = bundlerInput({ "Gemfile.lock": LOCKFILE, "own.gemspec": "`git`" }, () => ({
      status: 1,
      output: "The following gems are missing\n * rack (3.1.0)\n",
    }));
    expect(await reuseGems(input)).toBeUndefined();
    expect(input.reporter.infos).toEqual(["The following gems are missing\n * rack (3.1.0)"]);
    expect(input.root.shell.ran).toHaveLength(1);
  });
});
