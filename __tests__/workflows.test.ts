import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { readInputs } from "../src/inputs/read.ts";

interface Step {
  readonly uses: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}

const project = resolve(import.meta.dirname, "..");
const folder = join(project, "examples/workflows");
const readme = readFileSync(join(project, "README.md"), "utf8");
const action = parse(readFileSync(join(project, "action.yml"), "utf8"));

const OURS = "org/megamode-deploy@v1";
const CREDENTIALS = "aws-actions/configure-aws-credentials@v5";
const BUILDS = ["actions/checkout@v5", "ruby/setup-ruby@v1"];
const examples = readdirSync(folder).map((file) => {
  const text = readFileSync(join(folder, file), "utf8");
  const workflow: Workflow = parse(text);
  return { file, text, workflow, steps: Object.values(workflow.jobs).flatMap((job) => job.steps) };
});
const example = (file: string) => examples.find((each) => each.file === file)!;

describe("the workflows in examples/", () => {
  test("are those that the README shows", () => {
    const shown = [...readme.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text]) => text);
    expect(shown.sort()).toEqual(examples.map(({ text }) => text).sort());
  });

  test.each(examples)("$file gives only inputs that the action has, readable ones", ({ steps }) => {
    const ours = steps.filter(({ uses }) => uses === OURS);
    expect(ours).toHaveLength(1);
    const given = Object.entries(ours[0]?.with ?? {});
    for (const [name] of given) expect(Object.keys(action.inputs)).toContain(name);
    const env = { AWS_REGION: "eu-west-1", GITHUB_REPOSITORY: "org/shop" };
    const inputs = given.map(([name, value]) => [
      `INPUT_${name.toUpperCase()}`,
      String(value).replace(/\$\{\{.*?\}\}/g, "postgres://database"),
    ]);
    expect(() => readInputs({ ...env, ...Object.fromEntries(inputs) }, "/app")).not.toThrow();
  });

  test.each([
    ["minimal.yml", { contents: "read", "id-token": "write" }, [...BUILDS, CREDENTIALS, OURS]],
    [
      "previews.yml",
      { contents: "read", "id-token": "write", "pull-requests": "read" },
      [...BUILDS, CREDENTIALS, OURS],
    ],
    ["prewarm.yml", { "id-token": "write" }, [CREDENTIALS, OURS]],
  ])("%s may do no more than it needs, by the steps it needs", (file, permissions, uses) => {
    expect(example(file).workflow.permissions).toEqual(permissions);
    expect(example(file).steps.map((step) => step.uses)).toEqual(uses);
  });

  test("ask for no credentials where a fork has none", () => {
    const step = example("previews.yml").steps.find(({ uses }) => uses === CREDENTIALS);
    expect(step?.if).toBe(`\${{ !github.event.pull_request.head.repo.fork }}`);
  });
});
