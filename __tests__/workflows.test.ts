import { execFileSync } from "node:child_process";
import { accessSync, constants, existsSync, readdirSync, readFileSync } from "node:fs";
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
/** One of this repository's own. */
interface OwnWorkflow {
  readonly on: Readonly<Record<string, { readonly paths?: readonly string[] } | null>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly "runs-on": string;
        readonly strategy?: { readonly matrix: Readonly<Record<string, readonly string[]>> };
        readonly steps: readonly { readonly uses?: string; readonly run?: string }[];
      }
    >
  >;
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

/** The README shows whole workflows, whose first line names their file, and the inputs of a step. */
const shown = [...readme.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text = ""]) => text);
const isWorkflow = (text: string) => text.startsWith("# .github/workflows/");

type Inputs = Readonly<Record<string, unknown>>;

function expectReadable(inputs: Inputs, ofStep: Readonly<Record<string, string>> = {}): void {
  for (const name of Object.keys(inputs)) expect(Object.keys(action.inputs)).toContain(name);
  const env = { AWS_REGION: "eu-west-1", GITHUB_REPOSITORY: "org/shop", ...ofStep };
  const given = Object.entries(inputs).map(([name, value]) => [
    `INPUT_${name.toUpperCase()}`,
    String(value).replace(/\$\{\{.*?\}\}/g, "postgres://database"),
  ]);
  expect(() => readInputs({ ...env, ...Object.fromEntries(given) }, "/app")).not.toThrow();
}

test.each(shown.filter((text) => !isWorkflow(text)))(
  "the README gives a step only inputs that the action has, readable ones: %j",
  (text) => {
    const { with: inputs, env = {}, ...more } = parse(text);
    expect(more).toEqual({});
    expectReadable(inputs, env);
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
    const step = example("previews.yml").steps.find(({ uses }) => uses === CREDENTIALS);
    const github = { event_name, actor, event, repository: "org/shop" };
    // What GitHub's expressions make of a member of nothing is nothing, and these operators are JavaScript's too.
    const condition = (step?.if ?? "").replaceAll(".", "?.");
    expect(new Function("github", `return ${condition}`)(github)).toBe(asked);
  });
});

const own = join(project, ".github/workflows");
const owns = readdirSync(own).map((file) => {
  const workflow: OwnWorkflow = parse(readFileSync(join(own, file), "utf8"));
  return { file, workflow, jobs: Object.values(workflow.jobs) };
});

test("CI runs the tests, and audits what ships", () => {
  const { jobs } = owns.find(({ file }) => file === "ci.yml")!;
  const runs = jobs.flatMap(({ steps }) => steps).flatMap(({ run }) => run ?? []);
  expect(runs).toEqual(expect.arrayContaining(["bin/test", "npm run audit"]));
});

describe.each(owns)("this repository's $file", ({ workflow, jobs }) => {
  test("may read the repository, and no more", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
  });

  // https://docs.github.com/actions/reference/runners/github-hosted-runners
  test("runs on runners that GitHub has, each value of a matrix known", () => {
    for (const { "runs-on": label, strategy } of jobs) {
      const [, name] = /^\$\{\{ matrix\.(\w+) \}\}$/.exec(label) ?? [];
      const labels = name === undefined ? [label] : (strategy?.matrix[name] ?? ["none"]);
      for (const one of labels) expect(one).toMatch(/^ubuntu-(22|24)\.04(-arm)?$/);
    }
  });

  test("has steps that use an action of some version, or run what a shell can read", () => {
    for (const { uses, run } of jobs.flatMap(({ steps }) => steps)) {
      expect([uses, run].filter((one) => one !== undefined)).toHaveLength(1);
      if (uses !== undefined) expect(uses).toMatch(/^[\w-]+\/[\w-]+@v\d+$/);
      if (run !== undefined) execFileSync("bash", ["-n", "-c", run]);
    }
  });

  test("runs programs and scripts that the repository has", () => {
    const { scripts } = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
    for (const { run = "" } of jobs.flatMap(({ steps }) => steps)) {
      for (const [, name = ""] of run.matchAll(/npm run ([\w:-]+)/g))
        expect(Object.keys(scripts)).toContain(name);
      for (const [program] of run.matchAll(/(?<![\w./-])bin\/[\w-]+/g))
        expect(() => accessSync(join(project, program), constants.X_OK)).not.toThrow();
    }
  });

  test("is started by changes of files that are there", () => {
    for (const path of Object.values(workflow.on).flatMap((event) => event?.paths ?? []))
      expect(existsSync(join(project, path.replace(/\/\*\*$/, "")))).toBe(true);
  });
});
