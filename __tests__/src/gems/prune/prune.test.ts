import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { constants, gzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import { pruneGems } from "../../../../src/gems/prune/prune.ts";
import { readTree, tree } from "../../../tree.ts";
import { ARM64, elf, magic, windows, X86_64 } from "./programs/program.ts";

const left = (dir: string) => Object.keys(readTree(dir)).sort();

const MACHINE = { architecture: "x86_64", system: "debian-12" } as const;

const two = {
  "specifications/a-1.gemspec": 's.require_paths = ["lib".freeze]',
  "specifications/b-1.gemspec": 's.require_paths = ["lib".freeze]',
  "gems/a-1/lib/a/a.so": "machine code",
  "gems/a-1/test/a_test.rb": "",
  "gems/b-1/lib/b/3.1/b.so": "3.1",
  "gems/b-1/lib/b/3.2/b.so": "3.2",
  "gems/b-1/test/b_test.rb": "",
  "extensions/x86_64-linux/3.1.0/a-1/a/a.so": "machine code",
  "extensions/x86_64-linux/3.1.0/a-1/gem.build_complete": "",
  "doc/a-1/ri/a.ri": "",
};

test("an extension that is installed twice stays once, and of several Rubies' variants ours", async () => {
  const top = tree(two);
  const pruned = await pruneGems(top, "3.1.0", [], MACHINE);
  expect(left(top)).toEqual([
    "extensions/x86_64-linux/3.1.0/a-1/gem.build_complete",
    "gems/a-1/lib/a/a.so",
    "gems/b-1/lib/b/3.1/b.so",
    "specifications/a-1.gemspec",
    "specifications/b-1.gemspec",
  ]);
  expect(readdirSync(join(top, "gems/a-1"))).toEqual(["lib"]);
  expect(pruned).toEqual({ files: 4, bytes: 15, programs: [] });
});

test("an extension that lies in extensions/ alone stays there", async () => {
  const top = tree({ ...two, "gems/a-1/lib/a/a.so": "other code" });
  await pruneGems(top, "3.1.0", [], MACHINE);
  expect(left(top)).toContain("extensions/x86_64-linux/3.1.0/a-1/a/a.so");
});

test("a gem that is packed whole stays as it is, and its neighbours do not", async () => {
  const top = tree(two);
  await pruneGems(top, "3.1.0", ["a"], MACHINE);
  expect(left(top)).toContain("gems/a-1/test/a_test.rb");
  expect(left(top)).toContain("extensions/x86_64-linux/3.1.0/a-1/a/a.so");
  expect(left(top)).not.toContain("gems/b-1/test/b_test.rb");
});

test("a gem without a specification that we can read stays whole", async () => {
  const top = tree({ "bundler/gems/mono-0123456789ab/test/a_test.rb": "" });
  await pruneGems(top, "3.1.0", [], MACHINE);
  expect(left(top)).toEqual(["bundler/gems/mono-0123456789ab/test/a_test.rb"]);
});

test("a gem from git is pruned by the specification in its checkout", async () => {
  const top = tree({
    "bundler/gems/a-0123456789ab/a.gemspec": "",
    "bundler/gems/a-0123456789ab/lib/a.rb": "",
    "bundler/gems/a-0123456789ab/test/a_test.rb": "",
  });
  await pruneGems(top, "3.1.0", [], MACHINE);
  expect(left(top)).toEqual([
    "bundler/gems/a-0123456789ab/a.gemspec",
    "bundler/gems/a-0123456789ab/lib/a.rb",
  ]);
});

test("folders that hold nothing go, however deep; those of other tools' notes too", async () => {
  const top = tree({ "gems/a-1/lib/a.rb": "", "build_info/a-1.info": "" });
  mkdirSync(join(top, "gems/a-1/empty/below"), { recursive: true });
  mkdirSync(join(top, "extensions/x86_64-linux/3.1.0"), { recursive: true });
  expect(await pruneGems(top, "3.1.0", [], MACHINE)).toEqual({ files: 0, bytes: 0, programs: [] });
  expect(left(top)).toEqual(["gems/a-1/lib/a.rb"]);
  expect(readdirSync(top)).toEqual(["gems"]);
});

describe("a gem that brings programs for other systems", () => {
  const big = { bytes: 70_000 };
  const gem = "gems/w-1/bin";
  const spec = { "specifications/w-1.gemspec": 's.require_paths = [".".freeze]' };
  const program = (machine: number, mark: string) => {
    const bytes = elf(machine, big);
    bytes.write(mark, 1000);
    return bytes;
  };
  /** What gzip does not make small. */
  const packed = (machine: number, mark: string) =>
    gzipSync(program(machine, mark), { level: constants.Z_NO_COMPRESSION });

  test("keeps those for this architecture, and what is no program", async () => {
    const top = tree({
      ...spec,
      [`${gem}/linux/w`]: program(X86_64, ""),
      [`${gem}/arm/w`]: program(ARM64, ""),
      [`${gem}/mac/w`]: Buffer.concat([magic(0xcffaedfe), Buffer.alloc(70_000)]),
      [`${gem}/windows/w.exe`]: Buffer.concat([windows(), Buffer.alloc(70_000)]),
      [`${gem}/data`]: Buffer.alloc(70_000),
      [`${gem}/small.exe`]: windows(),
    });
    const pruned = await pruneGems(top, "3.1.0", [], MACHINE);
    const foreign = ["bin/arm/w", "bin/mac/w", "bin/windows/w.exe"];
    expect(pruned.programs).toEqual([
      { gem: "w-1", bytes: 70_000 + 70_064 + 70_256, foreign, moved: [], unsuited: [] },
    ]);
    expect(pruned.files).toBe(3);
    expect(left(top).filter((path) => path.startsWith(gem))).toEqual(
      ["data", "linux/w", "small.exe"].map((path) => `${gem}/${path}`),
    );
  });

  const variants = {
    ...spec,
    [`${gem}/w_debian_11_amd64.gz`]: packed(X86_64, "debian 11"),
    [`${gem}/w_debian_12_amd64.gz`]: packed(X86_64, "debian 12"),
    [`${gem}/w_debian_12_arm64.gz`]: packed(ARM64, "debian 12"),
    [`${gem}/w_centos_8_amd64.gz`]: packed(X86_64, "centos 8"),
  };

  test("puts the one for this runner, unpacked, where the gem looks in Lambda: its libraries travel", async () => {
    const top = tree(variants);
    const { programs } = await pruneGems(top, "3.1.0", [], MACHINE);
    expect(left(top).filter((path) => path.startsWith(gem))).toEqual([`${gem}/w_centos_8_amd64`]);
    const file = join(top, gem, "w_centos_8_amd64");
    expect(readFileSync(file).equals(program(X86_64, "debian 12"))).toBe(true);
    expect(statSync(file).mode & 0o777).toBe(0o755);
    expect(programs[0]?.moved).toHaveLength(1);
  });

  test("keeps the one for Amazon Linux as it is on a runner of another distribution", async () => {
    const top = tree(variants);
    await pruneGems(top, "3.1.0", [], { ...MACHINE, system: "suse-15" });
    expect(left(top).filter((path) => path.startsWith(gem))).toEqual([
      `${gem}/w_centos_8_amd64.gz`,
    ]);
  });

  test("keeps all for this architecture where none suits Amazon Linux, and says so", async () => {
    const more = { [`${gem}/w_ubuntu_22.04_arm64.gz`]: packed(ARM64, "") };
    const top = tree({ ...variants, ...more });
    const arm64 = { architecture: "arm64", system: "debian-12" } as const;
    const { programs } = await pruneGems(top, "3.1.0", [], arm64);
    const unsuited = ["bin/w_debian_12_arm64.gz", "bin/w_ubuntu_22.04_arm64.gz"];
    expect(programs[0]?.unsuited).toEqual(unsuited);
    expect(left(top).filter((path) => path.startsWith(gem))).toEqual(
      unsuited.map((path) => `gems/w-1/${path}`),
    );
  });

  test("keeps everything where the gem is packed whole", async () => {
    const top = tree(variants);
    expect((await pruneGems(top, "3.1.0", ["w"], MACHINE)).programs).toEqual([]);
    expect(left(top)).toEqual(Object.keys(variants).sort());
  });
});
