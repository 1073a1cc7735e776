import { Readable } from "node:stream";
import { describe, expect, test } from "@jest/globals";
import type { ApiContext } from "../../../../../local/services/apigateway/context.ts";
import type { RestApi, Stage } from "../../../../../local/services/apigateway/model.ts";
import {
  newStage,
  updateStage,
  variablesOf,
} from "../../../../../local/services/apigateway/stages/stages.ts";

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

describe("an update of a stage", () => {
  /** The stage after the patches. */
  async function update(...patchOperations: object[]) {
    const stage = { ...newStage(apiWith(0), "s", "d1"), variables: { alias: "live" } };
    const apis = new Map([
      ["a", { ...apiWith(0), id: "a", stages: { s: stage }, deployments: { d1: {}, d2: {} } }],
    ]);
    const body = Readable.from([Buffer.from(JSON.stringify({ patchOperations }))]);
    await updateStage({
      apis,
      params: { restApiId: "a", stageName: "s" },
      request: { body },
    } as unknown as ApiContext);
    return apis.get("a")?.stages.s;
  }
  const replace = (path: string, value: string) => ({ op: "replace", path, value });

  test("changes what its patches name, one after the other", async () => {
    expect(
      await update(
        replace("/deploymentId", "d2"),
        replace("/description", "d"),
        replace("/variables/alias", "next"),
        replace("/variables/more", "m"),
        { op: "remove", path: "/variables/alias" },
      ),
    ).toMatchObject({ deploymentId: "d2", description: "d", variables: { more: "m" } });
  });

  test.each<[string, object, RegExp]>([
    ["a deployment that is not there", replace("/deploymentId", "d3"), /does not exist/],
    ["a variable that is not valid", replace("/variables/alias", "a b"), /not valid/],
    ["another path", replace("/cacheClusterEnabled", "true"), /Invalid patch path/],
    [
      "another operation",
      { op: "add", path: "/description", value: "d" },
      /Invalid patch operation/,
    ],
    ["a removed description", { op: "remove", path: "/description" }, /Invalid patch operation/],
    ["an unknown member", { ...replace("/description", "d"), from: "/x" }, /`from`/],
  ])("is refused with %s", async (_, patch, message) => {
    await expect(update(patch)).rejects.toThrow(message);
  });
});
