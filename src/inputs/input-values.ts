import type { Environment } from "./environment.ts";
import { type GivenVariable, variableLines } from "./parse/variable-lines.ts";

/** Lists the values of all inputs: each as a whole, its lines, and what stands in them after `=`, `:` or a variable's name. */
export function inputValues(env: Environment): readonly string[] {
  const texts = Object.entries(env).flatMap(([name, text]) =>
    name.startsWith("INPUT_") && text ? [text.trim()] : [],
  );
  const found = texts.flatMap((text) => [
    text,
    ...linesIn(text),
    ...variablesIn(text, env),
    ...jsonIn(text),
  ]);
  return [...new Set(found)].filter((value) => value !== "");
}

function linesIn(text: string): readonly string[] {
  return text.split(/[\r\n]+/).flatMap((line) => {
    const [, value = ""] = /^[^=:]*[=:](.*)$/.exec(line) ?? [];
    return [line.trim(), value.trim()];
  });
}

/** Values of several lines, and those that are the step's. */
function variablesIn(text: string, env: Environment): readonly string[] {
  let variables: readonly GivenVariable[] = [];
  try {
    variables = variableLines(text);
  } catch {
    // It is of another form.
  }
  return variables.flatMap(({ name, value }) => value ?? env[name] ?? []);
}

function jsonIn(text: string): readonly string[] {
  const leaves: string[] = [];
  try {
    JSON.parse(text, (_, value: unknown) => {
      if (typeof value === "string") leaves.push(value);
      return value;
    });
  } catch {
    // It is no JSON.
  }
  return leaves;
}
