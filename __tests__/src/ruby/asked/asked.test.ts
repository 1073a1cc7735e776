import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { readInputs } from "../../../../src/inputs/read.ts";
import { copyExecutables } from "../../../../src/ruby/asked/copy-executables.ts";
import { copyAskedFiles } from "../../../../src/ruby/asked/copy-files.ts";
import { findAsked } from "../../../../src/ruby/asked/find.ts";
import { planNamed } from "../../../../src/ruby/closure/loaded-by-name.ts";
import { MACHINES } from "../../../../src/ruby/elf/parse.ts";
import { assertMachine } from "../../../../src/ruby/interpreter/assert-machine.ts";

const scratch = mkdtempSync(join(tmpdir(), "megamode-asked-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const machine = process.arch === "arm64" ? MACHINES.arm64 : MACHINES.x86_64;

function program(name: string, content: string): string {
  const file = join(scratch, name);
  writeFileSync(file, content);
  chmodSync(file, 0o755);
  return file;
}

describe("inputs", () => {
  const given = (name: string, value: string) =>
    readInputs({ AWS_REGION: "eu-west-1", [`INPUT_${name}`]: value }, "/app");

  test("are lists, one a line", () => {
    expect(given("LIBRARIES", "libsodium.so.23\n\n/opt/x/lib/libx.so\n")).toMatchObject({
      libraries: ["libsodium.so.23", "/opt/x/lib/libx.so"],
    });
    expect(given("EXECUTABLES", "pdftotext\n/opt/x/bin/x")).toMatchObject({
      executables: ["pdftotext", "/opt/x/bin/x"],
    });
    expect(given("FILES", "/usr/share/a b\n# why\n")).toMatchObject({ files: ["/usr/share/a b"] });
  });

  test.each([
    ["LIBRARIES", "libsodium", "a library's name"],
    ["LIBRARIES", "lib/libsodium.so.23", "a library's name"],
    ["EXECUTABLES", "pdftotext -v", "a program's name"],
    ["EXECUTABLES", "../x", "a program's name"],
    ["FILES", "usr/share/x", "an absolute path"],
    ["FILES", "/usr/../tmp", "an absolute path"],
  ])("%s: %s is refused", (name, value, words) => {
    expect(() => given(name, value)).toThrow(new RegExp(`\`${name.toLowerCase()}\`.*${words}`));
  });
});

describe("programs", () => {
  const PATH = `${join(scratch, "none")}:${scratch}`;
  const asked = (...executables: string[]) => ({ libraries: [], files: [], executables });

  test("are found by PATH, or where their path says", () => {
    const path = program("tool", "#!/bin/sh\n");
    const found = [{ name: "tool", path }];
    expect(findAsked(asked("tool"), PATH).executables).toEqual(found);
    expect(findAsked(asked(path), "").executables).toEqual(found);
  });

  test("that are not there are named, with the input", () => {
    expect(() => findAsked(asked("pdftotext"), PATH)).toThrow(/`executables`.*`pdftotext`/);
  });

  test("go first in PATH; of scripts, Ruby's get the packaged Ruby", async () => {
    const backing = join(scratch, "backing");
    const [sh, ruby] = [
      program("sh-tool", "#!/bin/sh\n"),
      program("rb-tool", "#!/usr/bin/env ruby\n"),
    ];
    const binaries = await copyExecutables(
      [
        { name: "sh-tool", path: sh },
        { name: "rb-tool", path: ruby },
        { name: "node", path: process.execPath },
      ],
      machine,
      backing,
    );
    const line = (name: string) => readFileSync(join(backing, "bin", name), "utf8");
    expect([line("sh-tool"), line("rb-tool")]).toEqual(["#!/bin/sh\n", "#!/tmp/mm/bin/ruby\n"]);
    expect(binaries).toMatchObject([{ label: "executable `node`", required: true }]);
  });

  test("for another machine, or with a name of Ruby's, are refused", async () => {
    const other = machine === MACHINES.arm64 ? MACHINES.x86_64 : MACHINES.arm64;
    const node = [{ name: "tool", path: process.execPath }];
    await expect(copyExecutables(node, other, join(scratch, "other"))).rejects.toThrow(
      /another architecture/,
    );
    const backing = join(scratch, "taken");
    mkdirSync(join(backing, "bin"), { recursive: true });
    copyFileSync(process.execPath, join(backing, "bin/ruby"));
    const ruby = [{ name: "ruby", path: process.execPath }];
    await expect(copyExecutables(ruby, machine, backing)).rejects.toThrow(/one of Ruby's own/);
  });
});

test("files keep their path below `files`; one that is not there is named", async () => {
  const backing = join(scratch, "files");
  const file = program("data", "content");
  await copyAskedFiles([file], backing);
  expect(readFileSync(join(backing, "files", file), "utf8")).toBe("content");
  await expect(copyAskedFiles(["/no/such/file"], backing)).rejects.toThrow(
    "The input `files`: `/no/such/file` is not on this runner.",
  );
});

test("what the inputs name is required; what a gem may load is not, and names the gem", () => {
  const named = planNamed(["ruby-vips-2.2.3", "rake-13.0.6"], ["libsodium.so.23"]);
  expect(named).toContainEqual({
    name: "libsodium.so.23",
    neededBy: "input `libraries`",
    required: true,
  });
  expect(named).toContainEqual({
    name: "libvips.so.42",
    neededBy: "gem `ruby-vips-2.2.3`",
    required: false,
  });
});

test.each([
  [MACHINES.arm64, "x86_64", /built for arm64; the function runs on x86_64/],
  [MACHINES.x86_64, "arm64", /built for x86_64; the function runs on arm64/],
  [243, undefined, /another architecture; the function runs on x86_64 or arm64/],
] as const)("a Ruby for machine %i is refused for %s", (number, architecture, words) => {
  const ruby = { version: "3.3.8", executable: "/opt/ruby/bin/ruby" };
  expect(() => assertMachine(ruby, number, architecture)).toThrow(words);
  expect(() => assertMachine(ruby, MACHINES.arm64, "arm64")).not.toThrow();
});
