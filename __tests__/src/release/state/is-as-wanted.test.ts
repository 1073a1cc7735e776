import { describe, expect, test } from "@jest/globals";
import { isAsWanted } from "../../../../src/release/state/is-as-wanted.ts";

describe("a setting", () => {
  test.each<[string, unknown, unknown, boolean]>([
    ["the same list", ["a", "b"], ["a", "b"], true],
    ["another order", ["a", "b"], ["b", "a"], true],
    ["an element twice", ["a", "b", "b"], ["b", "a"], true],
    ["a shorter list", ["a", "b"], ["a"], false],
    ["a longer list", ["a"], ["a", "b"], false],
    ["an empty list", [], [], true],
    ["an element instead of none", [], ["a"], false],
    [
      "structures in another order",
      [{ A: 1 }, { A: 2 }],
      [
        { A: 2, B: 1 },
        { A: 1, B: 2 },
      ],
      true,
    ],
    ["another element", [{ Id: "a" }, { Id: "b" }], [{ Id: "a" }, { Id: "c" }], false],
    ["more members", { A: { B: 1 } }, { A: { B: 1, C: 2 }, D: 3 }, true],
    ["another value deep inside", { A: { B: 1, C: 2 } }, { A: { B: 1, C: 3 } }, false],
    ["a member less", { A: 1, B: 2 }, { A: 1 }, false],
    ["nothing", { A: 1 }, undefined, false],
    ["null", { A: 1 }, null, false],
    ["a text", {}, "text", false],
    ["a structure instead of a list", ["a"], { 0: "a" }, false],
    ["null where null is wanted", null, null, true],
    ["another type", 1, "1", false],
    ["false instead of true", true, false, false],
    ...[{}, [], "", null, false, { A: "" }, { A: [], B: { C: [] } }].map(
      (nothing): [string, unknown, unknown, boolean] => [
        `nothing where ${JSON.stringify(nothing)} is wanted`,
        nothing,
        undefined,
        true,
      ],
    ),
    ["nothing where 0 is wanted", 0, undefined, false],
  ])("is compared with %s", (_, wanted, actual, same) => {
    expect(isAsWanted("VpcConfig", actual, wanted)).toBe(same);
  });

  test.each([
    ["VpcConfig", { SubnetIds: ["a", "b"] }, { SubnetIds: ["b", "a"] }, true],
    ["Layers", ["a", "b"], ["a", "b"], true],
    ["Layers", ["a", "b"], ["b", "a"], false],
    ["Layers", ["a"], ["a", "b"], false],
    ["Layers", [], undefined, true],
  ])("whose order says something is compared in order: %s", (name, wanted, actual, same) => {
    expect(isAsWanted(name, actual, wanted)).toBe(same);
  });
});
