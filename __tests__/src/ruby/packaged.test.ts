import { expect, test } from "@jest/globals";
import { describePackaged } from "../../../src/ruby/packaged.ts";
import { elfFile, parsed } from "./elf-file.ts";

const ruby = { version: "3.3.8", abi: "3.3.0" };
const bytes = elfFile();
const libz = { name: "libz.so.1", from: "/lib/libz.so.1", neededBy: "Ruby" };
const unreplaced = (variables: Readonly<Record<string, string>>) => ({
  library: "lib",
  rewrite: undefined,
  copies: [],
  variables,
});

test("the packaged Ruby tells where it is, what it came with, and what it needs to be told", () => {
  const closure = { libraries: [{ ...libz, bytes, elf: parsed(bytes) }], absent: [] };
  const carried = [unreplaced({ TZDIR: "/a" }), unreplaced({ LOCPATH: "/b" })];
  expect(describePackaged(ruby, closure, carried, ["app", "bin", "gems", "lib"])).toEqual({
    version: "3.3.8",
    abi: "3.3.0",
    executable: "/tmp/mm/bin/ruby",
    env: {
      PATH: "/tmp/mm/bin:/var/lang/bin:/usr/local/bin:/usr/bin:/bin:/opt/bin",
      LANG: "C.UTF-8",
      LC_ALL: "C.UTF-8",
    },
    defaults: { TZDIR: "/a", LOCPATH: "/b" },
    directories: ["bin", "lib"],
    libraries: [libz],
    absent: [],
  });
});

test("a library that is absent is told if a gem asks for it, not if glibc alone would", () => {
  const absent = [
    { name: "libanl.so.1", neededBy: "glibc" },
    { name: "libvips.so.42", neededBy: "gem `ruby-vips-2.2.0`" },
  ];
  expect(describePackaged(ruby, { libraries: [], absent }, [], []).absent).toEqual([absent[1]]);
});
