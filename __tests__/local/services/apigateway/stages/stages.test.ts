import { describe, expect, test } from "@jest/globals";
import type { RestApi, Stage } from "../../../../../local/services/apigateway/model.ts";
import { newStage, variablesOf } from "../../../../../local/services/apigateway/stages/stages.ts";

const apiWith = (stages: number) =>
  ({
    stages: Object.fromEntries(Array.from({ length: stages }, (_, n) => [`s${n}`, {} as Stage])),
  }) as RestApi;

describe("a new stage", () => {
  test("has no variables and no tags", () => {
    expect(newStage(apiWith(9), "pr-1_a", "d")).toMatchObject({
      name: "pr-1_a",
      deploymentId: "d",
      variables: {},
      tags: {},
    });
  });

  test.each([
    ["nothing", ""],
    ["a path", "a/b"],
    ["a name with a dot", "a.b"],
    ["a long name", "x".repeat(129)],
  ])("cannot be called by %s", (_, name) => {
    expect(() => newStage(apiWith(0), name, "d")).toThrow("only allows");
  });

  test("cannot be the eleventh", () => {
    expect(() => newStage(apiWith(10), "a", "d")).toThrow(expect.objectContaining({ status: 429 }));
  });
});

describe("stage variables", () => {
  test("are names with text", () => {
    expect(variablesOf({ alias: "a-b.c_d~e:f/g?h#i&j=k,", empty: "" })).toEqual({
      alias: "a-b.c_d~e:f/g?h#i&j=k,",
      empty: "",
    });
    expect(variablesOf(null)).toEqual({});
  });

  test.each<[string, object]>([
    ["a name with a hyphen", { "a-b": "x" }],
    ["a long name", { ["n".repeat(65)]: "x" }],
    ["a number", { a: 1 }],
    ["a space", { a: "b c" }],
    ["a long text", { a: "x".repeat(513) }],
  ])("cannot have %s", (_, variables) => {
    expect(() => variablesOf(variables)).toThrow("is not valid");
  });
});
