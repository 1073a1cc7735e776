import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { Env } from "../../contract/environment.ts";
import { INPUT_NAMES } from "../../src/inputs/inputs.ts";
import { SET_BY_DEPLOY } from "../../src/inputs/parse/own-variables.ts";
import { variables } from "../../src/inputs/parse/variables.ts";

const page = readFileSync(join(resolve(import.meta.dirname, "../.."), "docs/proxy.md"), "utf8");
const [, section = ""] = page.split("\n## Configuration\n");
const [head, , ...rows] = (section.split(/\n##+ /)[0] ?? "")
  .split("\n")
  .filter((line) => line.startsWith("|"))
  .map((line) => line.split(/(?<!\\)\|/).slice(1, -1))
  .map((cells) => cells.map((cell) => cell.trim()));

const code = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, span = ""]) => span);
const nameOf = ([cell = ""]: readonly string[]) => code(cell)[0] ?? "";

test("the table has a row for each variable of the contract, each once, in order", () => {
  expect(head).toEqual(["variable", "values", "default", "set by", "what it does"]);
  expect(rows.map(nameOf)).toEqual(Object.values(Env).toSorted());
});

describe.each(rows.map((row) => [nameOf(row), row] as const))("%s", (name, row) => {
  const [, values = "", , setBy = "", what = ""] = row;

  test("has five cells, and says which values it takes and what it does", () => {
    expect(row).toHaveLength(5);
    expect(values).not.toBe("");
    expect(what).not.toBe("");
  });

  test("is set by what the action sets it by", () => {
    const inputs = code(setBy);
    expect(inputs.filter((input) => !INPUT_NAMES.some((known) => known === input))).toEqual([]);
    expect(setBy.startsWith("the deploy")).toBe(SET_BY_DEPLOY.has(name));
    if (SET_BY_DEPLOY.has(name)) expect(inputs).toEqual([SET_BY_DEPLOY.get(name) ?? []].flat());
    else expect(inputs).toContain("environment");
  });

  test("can be given in `environment` if, and only if, the table says so", () => {
    const given = () => variables(`${name}=x`);
    if (setBy.startsWith("the deploy")) expect(given).toThrow(`\`${name}\` is set by the deploy`);
    else expect(given()).toHaveLength(1);
  });
});
