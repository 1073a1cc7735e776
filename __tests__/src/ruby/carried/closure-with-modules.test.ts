import { expect, test } from "@jest/globals";
import type { Binary } from "../../../../src/ruby/binaries/binary.ts";
import type { CarriedLibraries } from "../../../../src/ruby/carried/carried.ts";
import { resolveWithModules } from "../../../../src/ruby/carried/closure-with-modules.ts";
import { machineWith, seed } from "../closure/machine.ts";

const LIB = "/usr/lib";

/** The modules that a library loads by itself, and what each of those needs. */
const MODULES: Readonly<Record<string, readonly string[]>> = {
  "libvips.so.42": ["libMagickCore.so.6"],
  "libMagickCore.so.6": ["libpng.so.16"],
};

function modulesOf(libraries: CarriedLibraries): readonly Binary[] {
  return [...libraries.keys()].flatMap((library) => {
    const needed = MODULES[library];
    const path = `/tmp/mm/lib/modules/${library}`;
    return needed === undefined ? [] : { ...seed(path, { needed, rpath: LIB }), file: path };
  });
}

test("modules' libraries travel, and the modules of those, until nothing is new", async () => {
  const read = machineWith({
    [`${LIB}/libvips.so.42`]: {},
    [`${LIB}/libMagickCore.so.6`]: {},
    [`${LIB}/libpng.so.16`]: {},
    [`${LIB}/libz.so.1`]: {},
  });
  const copiedFor: string[][] = [];
  const found = await resolveWithModules({
    read,
    executable: seed("/usr/bin/ruby", { needed: ["libvips.so.42"] }),
    seeds: [seed("/usr/lib/x.so", { needed: ["libz.so.1"] })],
    named: [{ name: "libno.so", neededBy: "input `libraries`", required: true }],
    copyData: async (libraries) => {
      copiedFor.push([...libraries.keys()]);
      return { carried: [], modules: modulesOf(libraries) };
    },
  });
  const all = ["libMagickCore.so.6", "libpng.so.16", "libvips.so.42", "libz.so.1"];
  expect(copiedFor).toEqual([
    ["libvips.so.42", "libz.so.1"],
    ["libMagickCore.so.6", "libvips.so.42", "libz.so.1"],
    all,
  ]);
  expect(found.libraries.map(({ name }) => name)).toEqual(all);
  expect(found.modules).toHaveLength(2);
  expect(found.missing.map(({ name }) => name)).toEqual(["libno.so"]);
});

test("nothing is repeated where no library has modules", async () => {
  let count = 0;
  const copyData = async () => {
    count += 1;
    return { carried: [], modules: [] };
  };
  const executable = seed("/usr/bin/ruby", {});
  await resolveWithModules({ read: machineWith({}), executable, seeds: [], named: [], copyData });
  expect(count).toBe(1);
});
