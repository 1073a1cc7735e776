import { describe, expect, test } from "@jest/globals";
import { createSearch, type Read } from "../../../../src/ruby/closure/search.ts";
import { MACHINES } from "../../../../src/ruby/elf/parse.ts";
import { loaded, machineWith } from "./machine.ts";

const X86 = MACHINES.x86_64;

/** Which of these files is found for `libx.so`. */
function found(files: readonly string[], by = loaded("/opt/bin", {}), machine: number = X86) {
  const read = machineWith(Object.fromEntries(files.map((path) => [path, { machine }])));
  return createSearch(read, machine).find("libx.so", by)?.path;
}

describe("the order of folders", () => {
  const everywhere = ["/lib", "/usr/lib", "/lib64", "/usr/lib64", "/usr/lib/x86_64-linux-gnu"];

  test.each([
    ["x86_64-linux-gnu", X86],
    ["aarch64-linux-gnu", MACHINES.arm64],
  ])("the default folders of %s", (triplet, machine) => {
    const order = ["/lib", "/usr/lib"].map((folder) => `${folder}/${triplet}/libx.so`);
    order.push("/lib64/libx.so", "/usr/lib64/libx.so", "/lib/libx.so", "/usr/lib/libx.so");
    for (const [index, path] of order.entries()) {
      expect(found(order.slice(index).reverse(), undefined, machine)).toBe(path);
    }
  });

  test("the RPATH of the file, then of what loaded it, before the default folders", () => {
    const start = loaded("/opt/bin", { rpath: "$ORIGIN/../lib" });
    const middle = loaded("/opt/lib", { rpath: "/opt/middle" }, start);
    const last = loaded("/opt/middle", { rpath: ":/opt/last:" }, middle);
    const order = ["/opt/last", "/opt/middle", "/opt/lib", ...everywhere].map(
      (folder) => `${folder}/libx.so`,
    );
    expect(found(order, last)).toBe("/opt/last/libx.so");
    expect(found(order.slice(1), last)).toBe("/opt/middle/libx.so");
    expect(found(order.slice(2), last)).toBe("/opt/lib/libx.so");
    expect(found(["/libx.so", "libx.so"], last)).toBeUndefined();
  });

  test("a RUNPATH counts alone: no RPATH of the file, nor of what loaded it", () => {
    const start = loaded("/opt/bin", { rpath: "/opt/start" });
    const own = loaded("/opt/lib", { rpath: "/opt/rpath", runpath: "$ORIGIN/more" }, start);
    expect(found(["/opt/start/libx.so", "/opt/rpath/libx.so"], own)).toBeUndefined();
    expect(found(["/opt/start/libx.so", "/opt/lib/more/libx.so"], own)).toBe(
      "/opt/lib/more/libx.so",
    );
  });

  test("a file with a RUNPATH lends no RPATH to what it loads, but what loaded it does", () => {
    const start = loaded("/opt/bin", { rpath: "/opt/start" });
    const middle = loaded("/opt/lib", { rpath: "/opt/rpath", runpath: "/opt/runpath" }, start);
    const last = loaded("/opt/lib", {}, middle);
    expect(found(["/opt/rpath/libx.so", "/opt/runpath/libx.so"], last)).toBeUndefined();
    expect(found(["/opt/start/libx.so"], last)).toBe("/opt/start/libx.so");
  });

  test("the loader's cache, before the default folders and behind the search path", () => {
    const cache = Buffer.alloc(48 + 24);
    cache.write("glibc-ld.so.cache1.1", "latin1");
    cache.writeUInt32LE(1, 20);
    cache.writeUInt32LE(72, 52);
    cache.writeUInt32LE(80, 56);
    const texts = Buffer.from("libx.so\0/opt/cached/libx.so\0");
    const files = { "/etc/ld.so.cache": Buffer.concat([cache, texts]), "/lib/libx.so": {} };
    const by = loaded("/opt/bin", { rpath: "/opt/lib" });
    const cached = { ...files, "/opt/cached/libx.so": {} };
    const find = (read: Read) => createSearch(read, X86).find("libx.so", by)?.path;
    expect(find(machineWith(files))).toBe("/lib/libx.so");
    expect(find(machineWith(cached))).toBe("/opt/cached/libx.so");
    expect(find(machineWith({ ...cached, "/opt/lib/libx.so": {} }))).toBe("/opt/lib/libx.so");
  });
});

describe("a library", () => {
  const by = loaded("/opt/bin", {});

  test("that is asked for by a path is looked for there only", () => {
    const search = createSearch(machineWith({ "/opt/x/libx.so": {}, "/lib/libx.so": {} }), X86);
    expect(search.find("/opt/x/libx.so", by)?.path).toBe("/opt/x/libx.so");
    expect(search.find("/opt/y/libx.so", by)).toBeUndefined();
  });

  test("of another machine, or that is none, is passed over", () => {
    const read = machineWith({
      "/lib/x86_64-linux-gnu/libx.so": { machine: MACHINES.arm64 },
      "/usr/lib/x86_64-linux-gnu/libx.so": "/* GNU ld script */",
      "/lib/libx.so": { soname: "libx.so" },
    });
    expect(createSearch(read, X86).find("libx.so", by)).toMatchObject({
      path: "/lib/libx.so",
      elf: { soname: "libx.so" },
      bytes: read("/lib/libx.so"),
    });
  });

  test("is read once, whether it is there or not", () => {
    const asked: string[] = [];
    const read = machineWith({ "/usr/lib/libx.so": {} });
    const search = createSearch((path) => {
      asked.push(path);
      return read(path);
    }, X86);
    const first = search.find("libx.so", by);
    expect(search.find("libx.so", by)).toBe(first);
    expect(new Set(asked).size).toBe(asked.length);
  });
});
