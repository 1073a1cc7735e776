import { expect, test } from "@jest/globals";
import { buildVariables } from "../../../../src/inputs/parse/build-variables.ts";

test("a build's variables may be any, with a value or without", () => {
  const text = "AWS_ACCESS_KEY_ID\nLD_PRELOAD=/usr/lib/x.so\nHOME=/x\nA=\nPEM<<E\na\nb\nE";
  expect(buildVariables(text).map(({ name, value }) => [name, value])).toEqual([
    ["AWS_ACCESS_KEY_ID", undefined],
    ["LD_PRELOAD", "/usr/lib/x.so"],
    ["HOME", "/x"],
    ["A", ""],
    ["PEM", "a\nb"],
  ]);
});

test.each([
  ["PATH=/evil", "`PATH` cannot be given"],
  ["A=b\nPATH", "`PATH` cannot be given"],
  ["GITHUB_ENV", "`GITHUB_ENV` cannot be given, because a build never gets this file"],
  ["GITHUB_STEP_SUMMARY=/x", "`GITHUB_STEP_SUMMARY` cannot be given"],
  ["INPUT_GITHUB-TOKEN", "line 1 is none of"],
])("%j is refused", (text, problem) => {
  expect(() => buildVariables(text)).toThrow(problem);
});
