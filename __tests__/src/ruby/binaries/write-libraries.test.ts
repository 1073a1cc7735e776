import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { writeLibraries, writeLoader } from "../../../../src/ruby/binaries/write-libraries.ts";
import type { Carried } from "../../../../src/ruby/carried/carried.ts";
import type { Library } from "../../../../src/ruby/closure/closure.ts";
import { tree } from "../../../tree.ts";
import { elfFile, parsed, withSections } from "../elf-file.ts";

const scratch = tree();
const layout = { rewrites: [{ from: "/usr/lib/ruby", to: "/tmp/mm/ruby" }] };

function library(name: string, text = ""): Library {
  const file = elfFile({ soname: name, runpath: "/opt/lib" });
  const bytes = Buffer.concat([file, Buffer.from(`\0${text}\0`)]);
  return { name, from: `/lib/${name}`, neededBy: "Ruby", bytes, elf: parsed(bytes) };
}

function carried(start: string, from: string): Carried {
  return { library: start, rewrite: { from, to: "/tmp/mm/x" }, copies: [], variables: {} };
}

let count = 0;
async function written(libraries: Library[], planned: Carried[] = []) {
  count += 1;
  const backing = join(scratch, `${count}/backing`);
  const unreplaced = await writeLibraries(libraries, layout, planned, backing);
  const read = (name: string) => readFileSync(join(backing, "lib", name));
  return { backing, unreplaced, read };
}

describe("libraries", () => {
  test("are written into one folder, which may be there, without a search path of the host's", async () => {
    const { backing, read } = await written([library("libssl.so.3"), library("libz.so.1")]);
    expect(readdirSync(join(backing, "lib"))).toEqual(["libssl.so.3", "libz.so.1"]);
    expect(parsed(read("libz.so.1"))).toMatchObject({ soname: "libz.so.1", runpath: undefined });
    expect(statSync(join(backing, "lib/libz.so.1")).mode & 0o777).toBe(0o644);
    await expect(writeLibraries([], layout, [], backing)).resolves.toEqual([]);
  });

  test("are stripped", async () => {
    const whole = withSections(elfFile(), [
      { name: ".text", isLoaded: true, bytes: "code" },
      { name: ".debug", isLoaded: false, bytes: "d".repeat(999) },
    ]);
    const one = { ...library("libz.so.1"), bytes: whole, elf: parsed(whole) };
    const { read } = await written([one]);
    expect(read("libz.so.1").includes("ddd")).toBe(false);
  });

  test("have Ruby's folders replaced in Ruby's own library only", async () => {
    const { read } = await written([
      library("libruby-3.1.so.3.1", "/usr/lib/ruby"),
      library("libother.so", "/usr/lib/ruby"),
    ]);
    expect(read("libruby-3.1.so.3.1").includes("\0/tmp/mm/ruby/\0")).toBe(true);
    expect(read("libother.so").includes("\0/usr/lib/ruby\0")).toBe(true);
  });

  test("have paths of what is carried replaced; what is in none of them is told", async () => {
    const gconv = carried("libc.so", "/usr/lib64/gconv");
    const unknown = carried("libc.so", "/usr/lib64/unknown");
    const another = carried("libm.so", "/usr/lib64/gconv2");
    const short = carried("libc.so", "/etc");
    const fonts = { ...carried("libc.so", ""), rewrite: undefined };
    const { read, unreplaced } = await written(
      [library("libc.so.6", "/usr/lib64/gconv\0/usr/lib64/gconv2\0/etc")],
      [gconv, unknown, another, short, fonts],
    );
    expect(unreplaced).toEqual([unknown, another, short, fonts]);
    expect(read("libc.so.6").toString("latin1")).toContain(
      "\0/tmp/mm/x///////\0/usr/lib64/gconv2\0/etc\0",
    );
  });
});

describe("the loader", () => {
  const backing = join(scratch, "loader");
  mkdirSync(join(backing, "lib"), { recursive: true });

  test("is written as a program that knows no folder of the host's", async () => {
    const read = (path: string) =>
      path === "/lib64/ld.so" ? Buffer.from("\0/etc/ld.so.cache\0") : undefined;
    await writeLoader("/lib64/ld.so", read, backing);
    expect(readFileSync(join(backing, "lib/ld"), "utf8")).toBe("\0/tmp/mm/ld.cache\0");
    expect(statSync(join(backing, "lib/ld")).mode & 0o777).toBe(0o755);
  });

  test("that is not there is an error", async () => {
    await expect(writeLoader("/lib64/ld.so", () => undefined, backing)).rejects.toThrow(
      "The dynamic loader `/lib64/ld.so`, which Ruby names, cannot be read.",
    );
  });
});
