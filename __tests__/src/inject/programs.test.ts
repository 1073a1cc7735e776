import { chmodSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { renderPrograms, repairPrograms } from "../../../src/inject/programs.ts";
import { readTree, tree } from "../../tree.ts";

const RUBY = "#!/usr/bin/env ruby\nputs 1\n";
const BOOT = { "config/boot.rb": "" };

function app(files: Readonly<Record<string, string>>, ...executable: readonly string[]): string {
  const dir = tree(files);
  for (const name of executable) chmodSync(join(dir, name), 0o755);
  return dir;
}

const canRun = (dir: string, path: string) => (statSync(join(dir, path)).mode & 0o111) === 0o111;

describe("programs in `bin/`", () => {
  test("get their run bit, and lines that the kernel understands", async () => {
    const windows = RUBY.replaceAll("\n", "\r\n");
    const files = { "bin/rails": windows, "bin/job": RUBY, "bin/fine": RUBY, "bin/data": "x\r\n" };
    const dir = app({ ...BOOT, ...files }, "bin/fine");
    const repaired = await repairPrograms(dir, "rails");
    expect(repaired.map(({ path }) => path)).toEqual(["bin/job", "bin/rails"]);
    expect(readTree(dir)).toMatchObject({
      "bin/rails": RUBY,
      "bin/job": RUBY,
      "bin/data": "x\r\n",
    });
    expect(canRun(dir, "bin/rails")).toBe(true);
    expect(canRun(dir, "bin/job")).toBe(true);
    expect(canRun(dir, "bin/data")).toBe(false);
    expect(renderPrograms(repaired)).toBe(
      "# bin/job: it has its run bit\n# bin/rails: its lines end with LF, no longer with CR LF, it has its run bit\n",
    );
  });

  test.each([
    ["no `bin/`", {}],
    ["a `bin/` without it", { "bin/job": RUBY }],
  ])("have a `bin/rails` in a Rails app with %s", async (_, files) => {
    const dir = app({ ...BOOT, ...files });
    expect((await repairPrograms(dir, "rails")).at(-1)).toMatchObject({ path: "bin/rails" });
    expect(readTree(dir)["bin/rails"]).toContain('require "rails/commands"');
    expect(canRun(dir, "bin/rails")).toBe(true);
  });

  test("are not added to a Rack app, nor where nothing could start them", async () => {
    expect(await repairPrograms(app(BOOT), "rack")).toEqual([]);
    expect(await repairPrograms(app({}), "rails")).toEqual([]);
  });

  test("are left alone where a link leads", async () => {
    const elsewhere = app({ tool: RUBY });
    const dir = app({ ...BOOT, "bin/rails": RUBY }, "bin/rails");
    symlinkSync(join(elsewhere, "tool"), join(dir, "bin/tool"));
    expect(await repairPrograms(dir, "rails")).toEqual([]);
    const linked = app(BOOT);
    symlinkSync(elsewhere, join(linked, "bin"));
    expect(await repairPrograms(linked, "rails")).toEqual([]);
    expect(canRun(elsewhere, "tool")).toBe(false);
  });
});
