import { describe, expect, test } from "@jest/globals";
import { stages } from "../../../../src/inputs/parse/stages.ts";

describe("stages", () => {
  test.each([
    ["main: production", "main", "production"],
    ["main:production", "main", "production"],
    ["main = production", "main", "production"],
    ["release/2=next", "release/2", "next"],
    ["a=b: odd", "a=b", "odd"],
    ["a=b=odd", "a=b", "odd"],
    ["pr: pr-x", "pr", "pr-x"],
  ])("read `%s`", (line, branch, stage) =>
    expect(stages(line)).toEqual(new Map([[branch, stage]])),
  );

  test("are one per line", () => {
    expect([...stages("main: production\n# the next one\nnext: beta").values()]).toEqual([
      "production",
      "beta",
    ]);
  });

  test.each(["main", "main:", "main=", ": production", "= production"])("refuse `%s`", (line) =>
    expect(() => stages(`a: b\n${line}`)).toThrow(
      `\`${line}\` must be of the form \`branch: stage\`.`,
    ),
  );

  test("refuse a name that a stage cannot have", () => {
    expect(() => stages("main: Production")).toThrow("`production`");
    expect(() => stages("main: pr-3")).toThrow("`pr-3` is the name of a pull request's preview.");
  });
});
