import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { EVENTS } from "../src/inputs/event/events.ts";
import { INPUT_NAMES } from "../src/inputs/inputs.ts";
import { readInputs } from "../src/inputs/read.ts";
import { OUTPUT_NAMES } from "../src/report/outputs.ts";

const project = resolve(import.meta.dirname, "..");
const action = parse(readFileSync(join(project, "action.yml"), "utf8"));
const readme = readFileSync(join(project, "README.md"), "utf8");

/** First cells (code) of the table under a heading of the README. */
function tableUnder(heading: string): { name: string; default: string }[] {
  const section = readme.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  return [...section.matchAll(/^\| `([^`]+)` \| ([^|]*)\|/gm)].map(
    ([, name = "", second = ""]) => ({
      name,
      default: second.trim().replaceAll("`", ""),
    }),
  );
}

describe("action.yml, the sources and the README agree", () => {
  test("on the inputs", () => {
    expect(Object.keys(action.inputs)).toEqual([...INPUT_NAMES]);
    expect(tableUnder("Inputs").map(({ name }) => name)).toEqual([...INPUT_NAMES]);
  });

  test("on their defaults", () => {
    for (const { name, default: shown } of tableUnder("Inputs")) {
      const declared = action.inputs[name].default;
      if (declared !== undefined) expect([name, shown]).toEqual([name, declared]);
    }
  });

  test("on the outputs", () => {
    expect(Object.keys(action.outputs)).toEqual([...OUTPUT_NAMES]);
    expect(tableUnder("Outputs").map(({ name }) => name)).toEqual([...OUTPUT_NAMES]);
  });

  test("the defaults of action.yml are those of the code", () => {
    const given = Object.fromEntries(
      Object.entries(action.inputs as Record<string, { default?: string }>).flatMap(
        ([name, { default: value }]) =>
          // An expression is evaluated by the runner.
          value === undefined || value.includes("${{")
            ? []
            : [[`INPUT_${name.toUpperCase()}`, value]],
      ),
    );
    const env = { AWS_REGION: "eu-west-1", GITHUB_REPOSITORY: "org/shop" };
    expect(readInputs({ ...env, ...given }, "/app")).toEqual(readInputs(env, "/app"));
  });

  test("on the events that `command: auto` knows, and what happened to a pull request", () => {
    const [, table = ""] = readme.split("\n| event | what happens |\n");
    const rows = (table.split("\n\n")[0] ?? "").split("\n");
    const named = rows.flatMap((row) => /^\| `(\w+)`/.exec(row)?.[1] ?? []);
    expect([...new Set(named)]).toEqual(Object.keys(EVENTS));
    const [actions = ""] = rows.filter((row) => row.startsWith("| `pull_request`: opened"));
    const deployed = Object.entries(EVENTS.pull_request ?? {}).flatMap(([action, does]) =>
      does === "deploy" ? [action] : [],
    );
    expect(/: (.*?) \|/.exec(actions)?.[1]?.split(", ")).toEqual(deployed);
  });

  test("the action runs on a runtime that runners have", () => {
    expect(action.runs).toEqual({ using: "node24", main: "dist/index.js" });
  });
});
