import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { readInputs } from "../src/inputs/read.ts";
import { documents, isWorkflow, yamlBlocks } from "./shown-workflows.ts";

interface Step {
  readonly uses: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Workflow {
  readonly concurrency?: string | object;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}
const project = resolve(import.meta.dirname, "..");
const folder = join(project, "examples/workflows");
const action = parse(readFileSync(join(project, "action.yml"), "utf8"));

const OURS = "org/megamode-deploy@v1";
const CREDENTIALS = "aws-actions/configure-aws-credentials@v6";
const RUBY = "ruby/setup-ruby@v1";
const BUILDS = ["actions/checkout@v7", RUBY];
const examples = readdirSync(folder).map((file) => {
  const text = readFileSync(join(folder, file), "utf8");
  const workflow: Workflow = parse(text);
  return { file, text, workflow, steps: Object.values(workflow.jobs).flatMap((job) => job.steps) };
});
const example = (file: string) => examples.find((each) => each.file === file)!;
const stepOf = (file: string, action: string) =>
  example(file).steps.find(({ uses }) => uses === action);

/** The README shows whole workflows, whose first line names their file, and the inputs of a step. */
const shown = yamlBlocks("README.md");

type Inputs = Readonly<Record<string, unknown>>;

/** Whether a step runs in that context. What GitHub's expressions make of a member of nothing is nothing, as here. */
function runs(step: Step | undefined, github: object): boolean {
  const condition = (step?.if ?? "true").replaceAll(".", "?.");
  return new Function("github", `return ${condition}`)(github);
}

function expectReadable(inputs: Inputs): void {
  for (const name of Object.keys(inputs)) expect(Object.keys(action.inputs)).toContain(name);
  const env = { AWS_REGION: "eu-west-1", GITHUB_REPOSITORY: "org/shop" };
  const given = Object.entries(inputs).map(([name, value]) => [
    `INPUT_${name.toUpperCase()}`,
    String(value).replace(/\$\{\{.*?\}\}/g, "postgres://database"),
  ]);
  expect(() => readInputs({ ...env, ...Object.fromEntries(given) }, "/app")).not.toThrow();
}

test.each(shown.filter((text) => !isWorkflow(text)))(
  "the README gives a step only inputs that the action has, readable ones: %j",
  (text) => {
    const step: { readonly with: Inputs } = parse(text);
    expect(Object.keys(step)).toEqual(["with"]);
    expectReadable(step.with);
  },
);

describe("the workflows in examples/", () => {
  test("are those that the README shows", () => {
    const workflows = shown.filter(isWorkflow);
    expect(workflows.sort()).toEqual(examples.map(({ text }) => text).sort());
  });

  test.each(examples)("$file gives only inputs that the action has, readable ones", ({ steps }) => {
    const ours = steps.filter(({ uses }) => uses === OURS);
    expect(ours).toHaveLength(1);
    expectReadable(ours[0]?.with ?? {});
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

  const repo = (full_name: string) => ({ pull_request: { head: { repo: { full_name } } } });
  test.each([
    ["a push", "push", "octocat", {}, true],
    ["a pull request", "pull_request", "octocat", repo("org/shop"), true],
    ["a fork's", "pull_request", "octocat", repo("stranger/shop"), false],
    ["that of a fork that is gone", "pull_request", "o", { pull_request: { head: {} } }, false],
    ["Dependabot's", "pull_request", "dependabot[bot]", repo("org/shop"), false],
    ["a push of what Dependabot changed", "push", "dependabot[bot]", {}, true],
  ])("ask for credentials where there are some: %s", (_, event_name, actor, event, asked) => {
    const step = stepOf("previews.yml", CREDENTIALS);
    expect(runs(step, { event_name, actor, event, repository: "org/shop" })).toBe(asked);
  });

  // `fork` says that this repository is itself a fork, whose own pull requests have credentials all the same.
  test("ask for credentials in a repository that is itself a fork", () => {
    const step = stepOf("previews.yml", CREDENTIALS);
    const event = {
      pull_request: { head: { repo: { full_name: "org/shop", fork: true } } },
    };
    const github = { event_name: "pull_request", actor: "octocat", repository: "org/shop" };
    expect(runs(step, { ...github, event })).toBe(true);
  });

  test.each([
    ["a push", {}, true],
    ["a pull request that is opened", { action: "opened" }, true],
    ["one that is pushed to", { action: "synchronize" }, true],
    ["one that is closed", { action: "closed" }, false],
  ])("check out and install Ruby where something is built: %s", (_, event, built) => {
    for (const uses of BUILDS)
      expect([uses, runs(stepOf("previews.yml", uses), { event })]).toEqual([uses, built]);
  });

  // A deploy that is cut off leaves a stage half made. Of runs that wait, the newest counts: what a pull request is now.
  // https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#concurrency
  test.each(["minimal.yml", "previews.yml"])("%s lets a deploy end before the next", (file) => {
    const { concurrency } = example(file).workflow;
    expect(typeof concurrency).toBe("string");
  });

  test("keep the runs of one pull request apart from those of others", () => {
    const { concurrency = "" } = example("previews.yml").workflow;
    expect(concurrency).toMatch(
      /\$\{\{ github\.event\.pull_request\.number \|\| github\.ref \}\}$/,
    );
  });
});

test.each([
  ["push", "the deployed role"],
  ["pull_request", "the previews' role"],
])("the previews' workflow assumes, on %s, %s", (event_name, role) => {
  const [step] = example("previews.yml").steps.filter(({ uses }) =>
    uses?.startsWith("aws-actions/configure-aws-credentials@"),
  );
  const [, expression] = /^\$\{\{(.*)\}\}$/.exec(String(step?.with?.["role-to-assume"])) ?? [];
  const vars = { AWS_ROLE: "the deployed role", AWS_PREVIEW_ROLE: "the previews' role" };
  const assumed = new Function("github", "vars", `return ${expression}`)({ event_name }, vars);
  expect(assumed).toBe(role);
});

/**
 * Where setup-ruby finds a version that no input names. It reads no Gemfile.
 * https://github.com/ruby/setup-ruby/blob/v1.315.0/index.js#L112-L122
 */
const VERSION_FILES = [".ruby-version", ".tool-versions", "mise.toml"];

describe("ruby/setup-ruby", () => {
  const lines = [...documents().flatMap(yamlBlocks), ...examples.map(({ text }) => text)].flatMap(
    (text) => text.split("\n").filter((line) => line.includes("ruby/setup-ruby@")),
  );

  test("stands in no workflow without a word on where its version comes from", () => {
    expect(lines.length).toBeGreaterThanOrEqual(4);
    for (const line of lines) for (const file of VERSION_FILES) expect(line).toContain(file);
  });

  test.each(["rails", "sinatra"])("finds the version of examples/%s", (app) => {
    const found = VERSION_FILES.filter((file) => existsSync(join(project, "examples", app, file)));
    expect(found).toHaveLength(1);
  });
});

describe("actions", () => {
  // A user's workflow gets their fixes by itself. The newest majors, November 2026.
  const MAJORS = ["actions/checkout@v7", "actions/setup-node@v7", CREDENTIALS, RUBY, OURS];
  test.each(documents())("are named by their newest major in %s", (document) => {
    const used = yamlBlocks(document).flatMap((text) => [...text.matchAll(/\buses: (\S+)/g)]);
    for (const [, uses = ""] of used) expect(MAJORS).toContain(uses);
  });
});
