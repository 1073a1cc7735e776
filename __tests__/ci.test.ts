import { execFileSync } from "node:child_process";
import { accessSync, constants, existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import picomatch from "picomatch";
import { parse } from "yaml";
import { importsOf } from "./imports-of.ts";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
type Matrix = Readonly<Record<string, readonly (string | Readonly<Record<string, string>>)[]>>;
interface Job {
  readonly "runs-on": string;
  readonly "timeout-minutes"?: number;
  readonly strategy?: { readonly matrix: Matrix };
  readonly steps: readonly Step[];
}
/** One of this repository's own workflows. */
interface Workflow {
  readonly on: Readonly<Record<string, { readonly paths?: readonly string[] } | null>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const project = resolve(import.meta.dirname, "..");
const folder = join(project, ".github/workflows");
const own = readdirSync(folder).map((file) => {
  const text = readFileSync(join(folder, file), "utf8");
  const workflow: Workflow = parse(text);
  return { file, text, workflow, jobs: Object.values(workflow.jobs) };
});
const named = (file: string) => own.find((each) => each.file === file)!;

/** The runners of a job: its own, or those that its matrix names. */
function runners({ "runs-on": label, strategy }: Job): readonly string[] {
  const [, name] = /^\$\{\{ matrix\.(\w+) \}\}$/.exec(label) ?? [];
  if (name === undefined) return [label];
  const { include = [], [name]: values = [] } = strategy?.matrix ?? {};
  const included = include.map((one) => (typeof one === "string" ? one : (one[name] ?? "none")));
  return [...values.map(String), ...included];
}

describe("CI", () => {
  const { workflow } = named("ci.yml");
  const { test: tests, action } = workflow.jobs;

  test("runs the tests with lint and types, and audits what ships", () => {
    const runs = tests!.steps.map(({ run }) => run);
    expect(runs).toEqual(expect.arrayContaining(["bin/test", "npm run audit"]));
    const program = readFileSync(join(project, "bin/test.ts"), "utf8");
    for (const check of ["lint", "typecheck"]) expect(program).toContain(`["${check}", `);
  });

  test("runs on each Ubuntu that GitHub's runners have, on both architectures", () => {
    const used = runners(tests!);
    expect(used).toEqual(expect.arrayContaining(["ubuntu-24.04", "ubuntu-26.04"]));
    expect(used.some((label) => label.endsWith("-arm"))).toBe(true);
    expect(runners(action!)).toEqual(["ubuntu-24.04", "ubuntu-26.04"]);
  });

  // https://ubuntu.com/blog/ubuntu-23-10-restricted-unprivileged-user-namespaces
  test("leaves AppArmor's restriction on in some runs, as users' jobs have it", () => {
    const kinds = tests!.strategy?.matrix.include ?? [];
    const lifted = tests!.steps.filter(({ run }) => run?.includes("apparmor_restrict"));
    expect(lifted).toMatchObject([{ if: "matrix.namespaces == 'free'" }]);
    const restricted = kinds.filter(
      (one) => typeof one === "object" && one.namespaces === "restricted",
    );
    expect(restricted).not.toEqual([]);
    expect(action!.steps.filter(({ run }) => run?.includes("sysctl"))).toEqual([]);
  });

  test("runs this action by `uses: ./`", () => {
    expect(action!.steps.filter(({ uses }) => uses === "./")).toHaveLength(1);
  });
});

describe("portability", () => {
  const { workflow } = named("portability.yml");

  test("runs when something changes that its tests run", () => {
    const isListed = picomatch([...(workflow.on.push?.paths ?? [])]);
    const tests = globSync("__tests__/portability/*.ts", { cwd: project });
    // The embedded AWS is a program of its own, which the tests start.
    const exercised = closure([...tests, "local/main.ts"]).filter(
      (file) => !/^__tests__\/(?!portability|e2e)/.test(file),
    );
    expect(exercised.length).toBeGreaterThan(100);
    expect(exercised.filter((file) => !isListed(file))).toEqual([]);
    for (const app of ["rails", "sinatra"]) expect(isListed(`examples/${app}/Gemfile`)).toBe(true);
  });
});

/** Files, and all that they import. */
function closure(files: readonly string[]): readonly string[] {
  const reached = new Set(files);
  for (const file of reached) {
    for (const { to } of importsOf(file)) if (existsSync(join(project, to))) reached.add(to);
  }
  return [...reached].filter((file) => file.endsWith(".ts"));
}

describe.each(own)("this repository's $file", ({ text, workflow, jobs }) => {
  const steps = jobs.flatMap((job) => job.steps);

  test("may read the repository, and no more", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    for (const { uses, with: inputs } of steps.filter((step) => step.uses?.includes("/checkout@")))
      expect([uses, inputs]).toEqual([uses, { "persist-credentials": false }]);
  });

  test("ends what hangs, and does not run twice at once for the same branch", () => {
    expect(workflow.concurrency).toBeDefined();
    for (const job of jobs) expect(job["timeout-minutes"]).toBeLessThanOrEqual(90);
  });

  // https://github.com/actions/runner-images#available-images; 22.04 is retired: actions/runner-images#14254
  test("runs on runners that GitHub has", () => {
    for (const one of jobs.flatMap(runners)) expect(one).toMatch(/^ubuntu-(24|26)\.04(-arm)?$/);
  });

  // A tag can be moved to other code. https://docs.github.com/en/actions/reference/security/secure-use
  test("has each action by its commit, and says which version that is", () => {
    for (const [, action = ""] of text.matchAll(/\buses: (.*)$/gm))
      expect(action).toMatch(/^(\.\/|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/);
  });

  test("has steps that use an action, or run what a shell can read", () => {
    for (const { uses, run } of steps) {
      expect([uses, run].filter((one) => one !== undefined)).toHaveLength(1);
      if (run !== undefined) execFileSync("bash", ["-n", "-c", run]);
    }
  });

  test("runs programs and scripts that the repository has", () => {
    const { scripts } = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
    for (const { run = "" } of steps) {
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

test("one action has one version in all workflows", () => {
  const used = own.flatMap(({ text }) =>
    [...text.matchAll(/\buses: ([\w-]+\/[\w-]+)@(.*)$/gm)].map(([, name, at]) => [name, at]),
  );
  const versions = new Map(used.map(([name, at]) => [name, at]));
  for (const [name, at] of used) expect([name, at]).toEqual([name, versions.get(name)]);
});
