import { expect, test } from "@jest/globals";
import { buildVariables } from "../../../../src/inputs/parse/build-variables.ts";

test.each<[string, readonly (readonly [string, string | undefined])[]]>([
  ["", []],
  ["AWS_ACCESS_KEY_ID", [["AWS_ACCESS_KEY_ID", undefined]]],
  ["A=b", [["A", "b"]]],
  ["A =  b=c ", [["A", "b=c"]]],
  ["A=", [["A", ""]]],
  ["constructor=x", [["constructor", "x"]]],
  [
    "# a comment\nA='x y'\r\n\nNAME\n",
    [
      ["A", "'x y'"],
      ["NAME", undefined],
    ],
  ],
  [
    "LD_PRELOAD=/usr/lib/x.so\nHOME=/x",
    [
      ["LD_PRELOAD", "/usr/lib/x.so"],
      ["HOME", "/x"],
    ],
  ],
])("%j is parsed", (text, variables) => {
  expect(buildVariables(text).map(({ name, value }) => [name, value])).toEqual(variables);
});

test.each([
  ["A=b\nmy secret", "line 2 is neither a variable's name nor of the form `KEY=value`."],
  ["9=x", "line 1 is neither"],
  ["=x", "line 1 is neither"],
  ["INPUT_GITHUB-TOKEN", "line 1 is neither"],
  ["PATH=/evil", "`PATH` cannot be given"],
  ["PATH", "`PATH` cannot be given"],
  ["GITHUB_ENV", "`GITHUB_ENV` cannot be given, because a build never gets this file"],
  ["GITHUB_STEP_SUMMARY=/x", "`GITHUB_STEP_SUMMARY` cannot be given"],
])("%j is refused", (text, problem) => {
  expect(() => buildVariables(text)).toThrow(problem);
});

test("a line that is wrong is not shown: it may hold a secret", () => {
  const said = "line 1 is neither a variable's name nor of the form `KEY=value`.";
  expect(() => buildVariables("hunter 22")).toThrow(new Error(said));
});
