import { describe, expect, test } from "@jest/globals";
import { editDistance, unknownInputs } from "../../../src/inputs/unknown-inputs.ts";

const known = ["app", "stage", "release-command", "environment"];

describe("unknown inputs", () => {
  test("are those of the environment that do not exist, in whichever case the runner gives them", () => {
    const env = { "INPUT_RELEASE-COMMAND": "x", INPUT_STAGE: "x", HOME: "/", INPUT_COLOUR: "red" };
    expect(unknownInputs(env, known)).toEqual(["`colour`: there is no such input."]);
  });

  test.each([
    ["enviroment", "environment"],
    ["release_command", "release-command"],
    ["stgae", "stage"],
    // Two letters of a short name may differ, and a third of a long one.
    ["ap", "app"],
    ["apple", "app"],
    ["appl", "app"],
    ["sxxge", "stage"],
    ["sxxxe", undefined],
    ["releaseXXXXXand", "release-command"],
    ["releaseXXXXXXnd", undefined],
    ["zzz", undefined],
  ])("such as `%s` may be meant as %s", (name, meant) => {
    const [problem = ""] = unknownInputs({ [`INPUT_${name}`]: "" }, known);
    expect(/ Did you mean `([^`]+)`\?$/.exec(problem)?.[1]).toBe(meant);
  });

  test("have no suggestion where nothing is known", () => {
    expect(unknownInputs({ INPUT_A: "" }, [])).toEqual(["`a`: there is no such input."]);
  });
});

describe("the edit distance", () => {
  test.each([
    ["", "", 0],
    ["", "abc", 3],
    ["abc", "", 3],
    ["abc", "abc", 0],
    ["kitten", "sitting", 3],
    ["ab", "ba", 2],
    ["abc", "xabc", 1],
    ["xabc", "abc", 1],
    ["aaaa", "aa", 2],
  ])("of `%s` and `%s` is %i", (from, to, distance) =>
    expect(editDistance(from, to)).toBe(distance),
  );
});
