import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { rake, STATUS } from "../../../src/bundle/assets/rake.ts";
import { createShell } from "../../../src/host/shell.ts";
import { tree } from "../../tree.ts";

/** Asks the machine's own Rake, without Bundler. */
async function ask(mode: "ask" | "run", rakefile: string) {
  const dir = tree({ Rakefile: rakefile });
  const [, ...args] = rake(mode).args;
  const { status, output } = await createShell().run({ file: "ruby", args, cwd: dir });
  const made = join(dir, "made");
  return { status, output, made: existsSync(made) ? readFileSync(made, "utf8") : undefined };
}

const task = (body: string) => `namespace(:assets) { task(:precompile) { ${body} } }\n`;
const MAKES = task('File.write("made", $PROGRAM_NAME)');

describe("the real Rake", () => {
  test("runs the task in the process that was asked for it", async () => {
    expect(await ask("run", MAKES)).toEqual({ status: 0, output: "", made: "rake" });
  });

  test("only says that there is one", async () => {
    expect(await ask("ask", MAKES)).toMatchObject({ status: STATUS.hasTask, made: undefined });
  });

  test.each(["ask", "run"] as const)("says that there is none (%s)", async (mode) => {
    expect(await ask(mode, "task(:default)")).toEqual({ status: STATUS.noTask, output: "" });
  });

  test.each([
    ["raises an error", task('raise "the task fails"'), 1, "the task fails"],
    ["ends the process as if there were none", task("exit 93"), 1, ""],
    ["ends the process with success", task("exit"), 0, ""],
    ["needs a task that is not there", "task 'assets:precompile' => :absent", 1, "absent"],
  ])("runs one that %s", async (_, rakefile, status, said) => {
    expect(await ask("run", rakefile)).toMatchObject({
      status,
      output: expect.stringContaining(said),
    });
  });

  test.each([
    ["loads a gem that is not there", 'require "absent_gem"', "absent_gem"],
    ["is no Ruby", "end end", "syntax error"],
    ["ends the process", "exit", ""],
  ])("has a Rakefile that %s", async (_, rakefile, said) => {
    expect(await ask("run", `${MAKES}${rakefile}\n`)).toMatchObject({
      status: STATUS.notLoaded,
      output: expect.stringContaining(said),
      made: undefined,
    });
  });
});
