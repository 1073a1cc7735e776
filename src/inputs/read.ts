import { basename, resolve } from "node:path";
import { UserError } from "../errors.ts";
import type { InputName, Inputs } from "./inputs.ts";
import * as parse from "./parse.ts";

/** Where inputs come from: `INPUT_*`, `GITHUB_*` and `AWS_*` names of the environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads and checks all inputs.
 * @throws UserError that lists every problem at once
 */
export function readInputs(env: Environment, cwd: string): Inputs {
  const problems: string[] = [];
  const text = (name: InputName) => env[`INPUT_${name.toUpperCase()}`]?.trim() || undefined;
  function read<T>(name: InputName, parser: (text: string) => T, fallback: T): T {
    const value = text(name);
    if (value === undefined) return fallback;
    try {
      return parser(value);
    } catch (error) {
      problems.push(`\`${name}\`: ${(error as Error).message}`);
      return fallback;
    }
  }

  const workingDirectory = resolve(cwd, text("working-directory") ?? ".");
  const repository = env.GITHUB_REPOSITORY?.split("/").at(-1) ?? basename(workingDirectory);
  const region = text("region") ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? "";
  if (region === "") {
    problems.push("`region`: not given, and AWS_REGION is not set. Give `region: eu-west-1`.");
  }
  const inputs: Inputs = {
    workingDirectory,
    app: read("app", parse.name, parse.sanitised(repository)),
    stage: read("stage", parse.name, "production"),
    region,
    environment: read("environment", parse.variables, {}),
    buildCommand: text("build-command"),
    releaseCommand: text("release-command"),
    healthCheckPath: read("health-check-path", parse.urlPath, undefined),
    include: read("include", parse.lines, []),
    exclude: read("exclude", parse.lines, []),
    memory: read("memory", parse.between(128, 10240, "MB"), 1769),
    requestTimeout: read("request-timeout", parse.between(1, 900, "seconds"), 28),
    tmpSize: read("tmp-size", parse.between(512, 10240, "MB"), undefined),
    bucket: text("bucket"),
    executionRole: read("execution-role", parse.roleArn, undefined),
    functionConfiguration: read("function-configuration", parse.jsonObject, {}),
    prewarmConcurrency: read("prewarm-concurrency", parse.between(1, 100, "sandboxes"), 2),
  };
  if (problems.length > 0) {
    throw new UserError(
      problems.length === 1
        ? `An input is wrong. ${problems[0]}`
        : `${problems.length} inputs are wrong.\n${problems.map((line) => `- ${line}`).join("\n")}`,
      "Correct the step's `with:`; every input is listed in the README.",
    );
  }
  return inputs;
}
