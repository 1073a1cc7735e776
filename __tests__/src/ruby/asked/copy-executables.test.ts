import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { copyExecutables } from "../../../../src/ruby/asked/copy-executables.ts";
import { MACHINES } from "../../../../src/ruby/elf/parse.ts";
import { tree, writeTree } from "../../../tree.ts";
import { program } from "../elf-file.ts";
import { refusal } from "../refusal.ts";

const scratch = tree();
const machine = join(scratch, "machine");
writeTree(
  machine,
  {
    "sh-tool": "#!/bin/sh\n",
    "rb-tool": "#!/usr/bin/env ruby\n",
    "tool-1.2": program({ needed: ["libc.so.6"] }),
    "arm-tool": program({ machine: MACHINES.arm64 }),
  },
  0o755,
);

const copied = (backing: string, ...asked: (readonly [string, string])[]) =>
  copyExecutables(
    asked.map(([name, file]) => ({ name, path: join(machine, file) })),
    MACHINES.x86_64,
    join(scratch, backing),
  );

describe("programs", () => {
  test("go to where PATH begins; those that need libraries are told", async () => {
    const binaries = await copied("one", ["tool", "tool-1.2"], ["sh-tool", "sh-tool"]);
    expect(binaries).toMatchObject([
      {
        path: join(machine, "tool-1.2"),
        file: join(scratch, "one/bin/tool"),
        label: "executable `tool-1.2`",
        required: true,
        elf: { needed: ["libc.so.6"] },
      },
    ]);
    expect(binaries).toHaveLength(1);
    expect(statSync(join(scratch, "one/bin/tool")).mode & 0o777).toBe(0o755);
  });

  test("that are Ruby scripts get our Ruby, and other scripts stay as they are", async () => {
    expect(await copied("two", ["sh-tool", "sh-tool"], ["rb-tool", "rb-tool"])).toEqual([]);
    const line = (name: string) => readFileSync(join(scratch, "two/bin", name), "utf8");
    expect([line("sh-tool"), line("rb-tool")]).toEqual(["#!/bin/sh\n", "#!/tmp/mm/bin/ruby\n"]);
  });

  test.each([
    ["are for another architecture", "arm-tool", "arm-tool", /arm-tool` is for another architec/],
    ["are not there", "none", "none", /none` is not on this runner/],
    ["have the name of one of Ruby's", "irb", "tool-1.2", /`irb` is one of Ruby's own/],
  ])("that %s are refused, with the input", async (_, name, file, words) => {
    writeTree(scratch, { "three/bin/irb": "Ruby's" });
    const error = await refusal(() => copied("three", [name, file]));
    expect(error.message).toMatch(/^The input `executables`: /);
    expect(error.message).toMatch(words);
    expect(error.fix).toContain("or correct the input");
  });
});
