import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { resolveClosure, type Seed } from "../../../src/ruby/closure/closure.ts";
import { parseLdCache } from "../../../src/ruby/closure/ld-cache.ts";
import type { Read } from "../../../src/ruby/closure/search.ts";
import { parseElf } from "../../../src/ruby/elf/parse.ts";
import { relocateLoader } from "../../../src/ruby/elf/relocate-loader.ts";

const ruby = realpathSync("/usr/bin/ruby");
const libc = realpathSync(
  /=> (\S*libc\.so\.6)/.exec(execFileSync("ldd", [ruby], { encoding: "utf8" }))?.[1] ?? "",
);

const read: Read = (path) => {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
};

function seed(path: string): Seed {
  const bytes = readFileSync(path);
  const elf = parseElf(bytes);
  if (!elf) throw new Error(`${path} is no ELF file`);
  return { path, bytes, elf, label: basename(path), required: true };
}

describe("this machine's files", () => {
  test("need, and are called, what readelf says", () => {
    const folder = dirname(libc);
    const names = readdirSync(folder).filter((name) => /\.so(\.\d+)*$/.test(name));
    let compared = 0;
    for (const name of names.slice(0, 150)) {
      const path = join(folder, name);
      const bytes = read(path);
      const elf = bytes && parseElf(bytes);
      if (!elf) continue;
      const said = execFileSync("readelf", ["-dW", path], { encoding: "utf8", stdio: "pipe" });
      const of = (kind: string) =>
        [...said.matchAll(new RegExp(`\\(${kind}\\).*\\[(.*)\\]`, "g"))].map(([, text]) => text);
      expect([path, elf.needed, elf.soname, elf.runpath]).toEqual([
        path,
        of("NEEDED"),
        of("SONAME")[0],
        of("RUNPATH")[0],
      ]);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(50);
  });

  test("are in no folder that the relocated loader names", () => {
    const interpreter = seed(ruby).elf.interpreter?.path ?? "";
    const bytes = readFileSync(interpreter);
    const before = bytes.length;
    relocateLoader(bytes);
    expect(bytes.length).toBe(before);
    const strings = bytes.toString("latin1").split("\0");
    expect(strings.filter((text) => /^(\/usr)?\/lib\/|^\/etc\/ld\.so/.test(text))).toEqual([]);
    expect(strings.filter((text) => text.startsWith("/tmp/mm/lib/")).length).toBeGreaterThan(0);
  });

  test("are in the loader's cache as ldconfig prints it", () => {
    const cache = parseLdCache(readFileSync("/etc/ld.so.cache"));
    const printed = execFileSync("/sbin/ldconfig", ["-p"], { encoding: "utf8" });
    for (const [, name = "", path] of printed.matchAll(/^\s(\S+) \([^)]*\) => (\S+)$/gm)) {
      if (!path?.includes("glibc-hwcaps")) expect(cache.get(name)).toContain(path);
    }
  });
});

describe("the closure", () => {
  /** What the machine's own loader resolves. */
  function ldd(path: string): Record<string, string> {
    const said = execFileSync("ldd", [path], { encoding: "utf8" });
    return Object.fromEntries(
      [...said.matchAll(/^\s(\S+) => (\/\S+)/gm)].map(([, a, b]) => [a, b]),
    );
  }

  const extensions = readdirSync(dirname(libc), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name === "ruby")
    .flatMap((entry) =>
      readdirSync(join(dirname(libc), entry.name), { recursive: true, encoding: "utf8" }),
    )
    .filter((name) => /\/(openssl|psych|fiddle|readline|zlib|socket)\.so$/.test(name))
    .map((name) => join(dirname(libc), "ruby", name));
  const others = ["/usr/bin/git", "/usr/bin/openssl", "/usr/bin/curl", "/usr/bin/gdb"].filter(read);

  test.each([ruby, ...extensions, ...others])("%s: as ldd says", (path) => {
    const { libraries, missing } = resolveClosure(read, seed(path), [], []);
    const found = Object.fromEntries(libraries.map(({ name, from }) => [name, realpathSync(from)]));
    const expected = Object.entries(ldd(path)).map(([name, at]) => [name, realpathSync(at)]);
    expect(found).toEqual(Object.fromEntries(expected));
    expect(missing).toEqual([]);
  });
});
