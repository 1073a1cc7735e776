import { describe, expect, test } from "@jest/globals";
import { relevantInputs } from "../../../src/bundle/recipe-inputs.ts";
import type { Inputs } from "../../../src/inputs/inputs.ts";
import { readInputs } from "../../../src/inputs/read.ts";
import { pullRequest } from "../inputs/event/payloads.ts";

const inputs = (given: Readonly<Record<string, string>> = {}, cwd = "/checkout") =>
  readInputs({ AWS_REGION: "eu-west-1", ...given }, cwd);

const BASE = { "INPUT_BUILD-ENVIRONMENT": "KEY=hunter22" };

describe("the inputs of a recipe", () => {
  test.each<[string, Readonly<Record<string, string>>]>([
    ["stage", { INPUT_STAGE: "staging" }],
    ["trust level", { INPUT_STAGE: "staging", "INPUT_PROTECTED-STAGES": "staging" }],
    ["allow-ephemeral-data", { "INPUT_ALLOW-EPHEMERAL-DATA": "true" }],
    ["cache", { INPUT_CACHE: "false" }],
    ["region", { INPUT_REGION: "us-east-1" }],
    ["environment", { INPUT_ENVIRONMENT: "TOKEN=secret" }],
    ["build-command", { "INPUT_BUILD-COMMAND": "make" }],
    ["value in `build-environment`", { "INPUT_BUILD-ENVIRONMENT": "KEY=other" }],
    ["memory", { INPUT_MEMORY: "512" }],
    ["the job's token", { "INPUT_GITHUB-TOKEN": "secret" }],
  ])("are the same with another `%s`", (_, given) => {
    expect(relevantInputs(inputs({ ...BASE, ...given }))).toEqual(relevantInputs(inputs(BASE)));
  });

  test("hold no value of `build-environment`", () => {
    expect(JSON.stringify(relevantInputs(inputs(BASE)))).not.toContain("hunter22");
  });

  test("are the same in another folder", () => {
    expect(relevantInputs(inputs({}, "/elsewhere"))).toEqual(relevantInputs(inputs()));
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ["name in `build-environment`", { "INPUT_BUILD-ENVIRONMENT": "OTHER=x" }],
    ["libraries", { INPUT_LIBRARIES: "libvips.so.42" }],
    ["executables", { INPUT_EXECUTABLES: "ffmpeg" }],
    ["keep-gem-files", { "INPUT_KEEP-GEM-FILES": "pg" }],
    ["server-command", { "INPUT_SERVER-COMMAND": "puma -b unix://{socket} {rackup}" }],
  ])("are others with another `%s`", (_, given) => {
    expect(relevantInputs(inputs(given))).not.toEqual(relevantInputs(inputs()));
  });

  test("are the same for a preview, which may use what production recorded", () => {
    const { env, payload } = pullRequest("opened", "branch");
    const preview = readInputs({ AWS_REGION: "eu-west-1", ...env }, "/checkout", payload);
    const production = readInputs({ AWS_REGION: "eu-west-1" }, "/checkout", undefined);
    expect([preview.trust, production.trust]).toEqual(["preview", "protected"]);
    expect(relevantInputs(preview)).toEqual(relevantInputs(production));
  });

  test("are listed by name, in whatever order they were read", () => {
    const reversed = Object.fromEntries(Object.entries(inputs()).reverse());
    expect(relevantInputs(reversed as unknown as Inputs)).toEqual(relevantInputs(inputs()));
  });

  test("are all but the known ones: a new input counts", () => {
    const more = { ...inputs(), brandNew: "x" };
    expect(relevantInputs(more)).toContainEqual(["brandNew", "x"]);
  });
});
