import { describe, expect, test } from "@jest/globals";
import { resolveClosure } from "../../../../src/ruby/closure/closure.ts";
import { MACHINES } from "../../../../src/ruby/elf/parse.ts";
import { machineWith, seed } from "./machine.ts";

const LIB = "/lib/x86_64-linux-gnu";
const ruby = seed("/usr/bin/ruby", { type: 2, needed: ["libruby.so"] }, { label: "Ruby" });
const alone = seed("/usr/bin/ruby", { type: 2 }, { label: "Ruby" });
const GEM = "/tmp/mm/gems/x/lib";

const read = machineWith({
  [`${LIB}/libruby.so`]: { needed: ["libz.so", "libc.so", "ld-linux-x86-64.so.2"] },
  [`${LIB}/libz.so`]: { needed: ["libc.so"] },
  [`${LIB}/libc.so`]: { needed: ["ld-linux-x86-64.so.2"] },
  [`${LIB}/ld-linux-x86-64.so.2`]: {},
});

describe("the libraries", () => {
  test("are all that is needed, sorted, each with what needs it first, without the loader", () => {
    const { libraries, missing, absent } = resolveClosure(read, ruby, [], []);
    expect(libraries.map(({ name, from, neededBy }) => [name, from, neededBy])).toEqual([
      ["libc.so", `${LIB}/libc.so`, "libruby.so"],
      ["libruby.so", `${LIB}/libruby.so`, "Ruby"],
      ["libz.so", `${LIB}/libz.so`, "libruby.so"],
    ]);
    expect([missing, absent]).toEqual([[], []]);
    const [libc] = libraries;
    expect(libc?.bytes).toBe(read(`${LIB}/libc.so`));
    expect(libc?.elf.needed).toEqual(["ld-linux-x86-64.so.2"]);
  });

  test("may need one another", () => {
    const round = machineWith({
      "/lib/liba.so": { needed: ["libb.so"] },
      "/lib/libb.so": { needed: ["liba.so"] },
    });
    const start = seed("/usr/bin/ruby", { needed: ["liba.so"] });
    const { libraries } = resolveClosure(round, start, [], []);
    expect(libraries.map(({ name }) => name)).toEqual(["liba.so", "libb.so"]);
  });

  test("are taken from where the first that needs them finds them", () => {
    const two = machineWith({ "/opt/a/libz.so": {}, "/opt/b/libz.so": {} });
    const seeds = ["a", "b"].map((one) =>
      seed(`${GEM}/${one}.so`, { needed: ["libz.so"], rpath: `/opt/${one}` }, { label: one }),
    );
    expect(resolveClosure(two, alone, seeds, []).libraries).toMatchObject([
      { name: "libz.so", from: "/opt/a/libz.so", neededBy: "a" },
    ]);
  });

  test("are found by the RPATH of the executable, by $ORIGIN, and by that of what loads them", () => {
    const moved = machineWith({
      "/opt/ruby/lib/libruby.so": { rpath: "$ORIGIN/more", needed: ["libz.so"] },
      "/opt/ruby/lib/more/libz.so": { needed: ["libm.so"] },
      "/opt/ruby/lib/libm.so": {},
    });
    const start = seed("/opt/ruby/bin/ruby", { rpath: "$ORIGIN/../lib", needed: ["libruby.so"] });
    const gem = seed(`${GEM}/x.so`, { needed: ["libm.so"] });
    const { libraries, missing } = resolveClosure(moved, start, [gem], []);
    expect(libraries.map(({ name }) => name)).toEqual(["libm.so", "libruby.so", "libz.so"]);
    expect(resolveClosure(moved, { ...start, elf: alone.elf }, [gem], []).missing).toHaveLength(1);
    expect(missing).toEqual([]);
  });

  test("of a gem's own folder stay there, and theirs travel", () => {
    const own = machineWith({
      [`${GEM}/libown.so`]: { needed: ["libz.so"] },
      [`${LIB}/libz.so`]: {},
    });
    const gem = seed(`${GEM}/x.so`, { runpath: "$ORIGIN", needed: ["libown.so"] });
    const { libraries } = resolveClosure(own, alone, [gem], []);
    expect(libraries).toMatchObject([{ name: "libz.so", neededBy: "libown.so" }]);
  });
});

describe("what is missing", () => {
  const gem = (more: Parameters<typeof seed>[2] = {}) =>
    seed(`${GEM}/x.so`, { needed: ["libpq.so.5"] }, { label: "gem `x`", ...more });

  test("names what needs it", () => {
    expect(resolveClosure(read, ruby, [gem()], []).missing).toEqual([
      { name: "libpq.so.5", neededBy: "gem `x`" },
    ]);
    const deep = machineWith({ [`${LIB}/libruby.so`]: { needed: ["libgmp.so"] } });
    expect(resolveClosure(deep, ruby, [], []).missing).toEqual([
      { name: "libgmp.so", neededBy: "Ruby" },
    ]);
  });

  test("is not what only a part lacks that nobody uses", () => {
    expect(resolveClosure(read, ruby, [gem({ required: false })], []).missing).toEqual([]);
  });

  test.each([
    ["is called so", { path: `${GEM}/libpq.so.5`, elf: alone.elf }],
    ["calls itself so", { path: `${GEM}/libpq.so`, elf: seed("", { soname: "libpq.so.5" }).elf }],
  ])("is not a library that travels because it %s", (_, brought) => {
    const seeds = [gem(), { ...gem(), ...brought }];
    expect(resolveClosure(read, ruby, seeds, []).missing).toEqual([]);
  });

  test("is not a library that another has brought, nor the loader", () => {
    const elsewhere = machineWith({ "/opt/pg/libpq.so.5": {} });
    const first = seed(`${GEM}/y.so`, { rpath: "/opt/pg", needed: ["libpq.so.5"] });
    const loader = seed(`${GEM}/z.so`, { needed: ["ld-linux-x86-64.so.2"] });
    expect(resolveClosure(elsewhere, alone, [first, gem(), loader], []).missing).toEqual([]);
  });

  test("is a library of another architecture", () => {
    const foreign = machineWith({ [`${LIB}/libruby.so`]: { machine: MACHINES.arm64 } });
    expect(resolveClosure(foreign, ruby, [], []).missing).toMatchObject([{ name: "libruby.so" }]);
  });
});

describe("what is asked for by name", () => {
  const named = (name: string, required: boolean) => ({ name, required, neededBy: "somebody" });

  test("travels with what it needs, under the name of its file", () => {
    const opt = machineWith({ "/opt/x/libx.so": { needed: ["libz.so"] }, "/lib/libz.so": {} });
    const { libraries } = resolveClosure(opt, alone, [], [named("/opt/x/libx.so", true)]);
    expect(libraries).toMatchObject([
      { name: "libx.so", from: "/opt/x/libx.so", neededBy: "somebody" },
      { name: "libz.so", neededBy: "/opt/x/libx.so" },
    ]);
  });

  test("has to be there with all that it needs where it is required, else it is absent", () => {
    const half = machineWith({ "/lib/libhalf.so": { needed: ["libno.so"] } });
    const asked = [named("libhalf.so", false), named("libyes.so", true), named("libmay.so", false)];
    expect(resolveClosure(half, alone, [], asked)).toMatchObject({
      missing: [
        { name: "libno.so", neededBy: "libhalf.so" },
        { name: "libyes.so", neededBy: "somebody" },
      ],
      absent: [{ name: "libmay.so", neededBy: "somebody" }],
    });
  });
});
