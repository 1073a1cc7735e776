import { describe, expect, test } from "@jest/globals";
import {
  inheritedProblems,
  keptProblems,
  PREVIEW_STAGE,
  previewReferences,
} from "../../../src/inputs/references.ts";

const environment = { KEY: "ssm:/shop/key", OTHER: "secretsmanager:shop/other", HOST: "h" };

describe("what previews may read", () => {
  test("is what `preview-environment` names, with every preview's name in one", () => {
    const own = { KEY: "ssm:/shop/{stage}/key", DB: "secretsmanager:shop/pr-{number}/db", AA: "b" };
    expect(previewReferences(environment, own, false)).toEqual([
      `ssm:/shop/${PREVIEW_STAGE}/key`,
      `secretsmanager:shop/${PREVIEW_STAGE}/db`,
    ]);
  });

  test("is also what other stages read, where that is wanted, but not what a preview has in its place", () => {
    expect(previewReferences(environment, { KEY: "none" }, true)).toEqual([
      "secretsmanager:shop/other",
    ]);
    expect(previewReferences(environment, {}, false)).toEqual([]);
  });
});

test.each([
  ["ssm:/shop/{stage}/key", 0],
  ["ssm:/shop/pr-{number}/key", 0],
  ["ssm:/shop/{number}/key", 1],
  ["secretsmanager:pr-{number}/{number}", 1],
  ["postgres://db/{number}", 0],
])("a preview's reference %s has %i problems", (value, count) => {
  expect(keptProblems({}, { KEY: value }, {})).toHaveLength(count);
});

describe("a preview that would read what other stages keep in AWS", () => {
  const problems = (own: Record<string, string>, told: string[] = []) =>
    inheritedProblems(environment, own, "pr-12", told);

  test("is refused, with the line to paste, and without the reference", () => {
    const all = problems({});
    expect(all).toHaveLength(2);
    expect(all[0]).toContain("`KEY`. Give it its own (`KEY=ssm:/.../{stage}`)");
    expect(all[1]).toContain("`OTHER`. Give it its own (`OTHER=secretsmanager:.../{stage}`)");
    expect(all.join()).not.toMatch(/shop/);
  });

  test.each([
    [{ KEY: "ssm:/shop/{stage}/key", OTHER: "" }],
    [{ KEY: "none", OTHER: "secretsmanager:shop/other" }],
  ])("is not, where it has its own: %j", (own) => expect(problems(own)).toEqual([]));

  test("is not refused twice", () => expect(problems({ OTHER: "" }, ["KEY"])).toEqual([]));
});

test("a value that looks like a reference and is none is named, and not shown", () => {
  const variables = { AA: "ssm:/fine", BB: "ssm:hunter2 2", CC: "text" };
  expect(keptProblems(variables, {}, {})).toEqual([
    expect.stringMatching(/^`environment`: the value of `BB` begins with `ssm:` and names no/),
  ]);
  expect(keptProblems(variables, {}, {}).join()).not.toContain("hunter2");
});

test("a variable of ours cannot be kept in AWS: the proxy would take the reference for the text", () => {
  const variables = { MEGAMODE_MAINTENANCE: "ssm:/shop/text" };
  const said = "`MEGAMODE_MAINTENANCE` cannot be kept in AWS. Give its value itself.";
  expect(keptProblems(variables, variables, {})).toEqual([
    `\`environment\`: ${said}`,
    `\`preview-environment\`: ${said}`,
  ]);
});
