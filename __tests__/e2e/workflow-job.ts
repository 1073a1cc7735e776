import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { deploy, PROJECT, run } from "./harness.ts";

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string | number>>;
}
type Outputs = Readonly<Record<string, { readonly outputs: Readonly<Record<string, string>> }>>;

/** What a job printed, and whether a step failed. */
export interface Job {
  readonly failed: boolean;
  readonly log: string;
}

/**
 * Runs a job of this repository's workflows as GitHub's runner does: `run` by `bash -e`, `uses: ./` by the built action.
 * The other actions set up what this machine has.
 * @param env what the runner gives each step, such as the event's variables
 */
export async function runJob(
  workflow: string,
  name: string,
  env: Readonly<Record<string, string>>,
): Promise<Job> {
  const file = join(PROJECT, ".github/workflows", workflow);
  const { steps } = parse(readFileSync(file, "utf8")).jobs[name] as { steps: readonly Step[] };
  const scratch = mkdtempSync(join(tmpdir(), "megamode-job-"));
  const set = join(scratch, "env");
  writeFileSync(set, "");
  const given = { ...env, GITHUB_WORKSPACE: PROJECT, RUNNER_TEMP: scratch };
  const job = { failed: false, log: "" };
  const outputs: Record<string, Outputs[string]> = {};
  for (const step of steps) {
    if (!runs(step, outputs, job.failed)) continue;
    const own = Object.entries(step.env ?? {}).map(([key, text]) => [key, filled(text, outputs)]);
    const variables = { ...given, ...readVariables(set), ...Object.fromEntries(own) };
    const ended = await (step.run ? shell(step.run, { ...variables, GITHUB_ENV: set }) : uses());
    job.log += ended.log;
    job.failed ||= ended.status !== 0;

    async function uses() {
      if (step.uses !== "./") return { status: 0, log: "" };
      const inputs = Object.entries(step.with ?? {}).map(([key, value]) => [key, String(value)]);
      const { "working-directory": app = "", stage = "", ...more } = Object.fromEntries(inputs);
      const done = await deploy({ env: variables }, { app, stage, inputs: more, env: given });
      if (step.id !== undefined) outputs[step.id] = done;
      return done;
    }
  }
  rmSync(scratch, { recursive: true });
  return job;
}

/** https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell */
function shell(script: string, env: Readonly<Record<string, string>>) {
  const { PATH = "", HOME = "" } = process.env;
  return run("bash", ["-e", "-c", script], { PATH, HOME, ...env }, PROJECT);
}

/** Whether a step runs. GitHub's operators and functions are JavaScript's here. */
function runs({ if: condition }: Step, steps: Outputs, failed: boolean): boolean {
  if (condition === undefined) return !failed;
  const asked = new Function("steps", "always", `return ${condition.replaceAll(".", "?.")}`);
  return asked(steps, () => true) && (!failed || condition.includes("always()"));
}

/** Puts the outputs of earlier steps in. */
function filled(text: string, steps: Outputs): string {
  return text.replace(
    /\$\{\{ steps\.(\w+)\.outputs\.([\w-]+) \}\}/g,
    (_, step: string, name: string) => steps[step]?.outputs[name] ?? "",
  );
}

/** Reads what steps wrote to GITHUB_ENV: `NAME=value` lines. */
function readVariables(file: string): Readonly<Record<string, string>> {
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}
