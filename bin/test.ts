import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { whyNotIsolated } from "./isolated-sandboxes.ts";
import { runJest, TIERS } from "./jest.ts";

/**
 * Runs lint, types and the three tiers of tests, counts, and names what took longest. A skipped test fails the
 * run unless a reason is listed for its full name, or for the beginning of it.
 */
const project = resolve(import.meta.dirname, "..");
const reasons: Record<string, string> = JSON.parse(
  readFileSync(join(project, "__tests__/skips.json"), "utf8"),
);

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numFailedTestSuites: number;
  /** Epoch milliseconds. */
  readonly startTime: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly startTime: number;
    readonly endTime: number;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

const scratch = mkdtempSync(join(tmpdir(), "megamode-test-"));
const totals = { passed: 0, failed: 0, skipped: 0 };
for (const [check, fix] of [
  ["lint", "npm run format"],
  ["typecheck", "npm run typecheck"],
] as const) {
  const began = Date.now();
  const { status } = spawnSync("npm", ["run", "--silent", check], {
    cwd: project,
    stdio: ["ignore", "inherit", "inherit"],
  });
  console.log(`${check}: ${seconds(Date.now() - began)}`);
  if (status === 0) continue;
  totals.failed += 1;
  console.log(`${check} failed: see above; \`${fix}\` may help.`);
}
const refused = await whyNotIsolated(scratch);
for (const suite of TIERS) {
  if (suite === "e2e" && refused !== undefined) {
    totals.skipped += 1;
    console.log(`skipped: all end-to-end tests: sandboxes cannot be isolated here: ${refused}`);
    continue;
  }
  const file = join(scratch, `${suite}.json`);
  // End-to-end files are listed test by test: each takes long enough to be waited for.
  const reporting = suite === "unit" ? [] : ["--verbose", "--forceExit"];
  runJest(
    [suite],
    [
      "--maxWorkers",
      suite === "unit" ? "2" : "3",
      "--json",
      "--outputFile",
      file,
      ...reporting,
      ...process.argv.slice(2),
    ],
    true,
  );
  const report: Report = JSON.parse(readFileSync(file, "utf8"));
  printDurations(suite, report);
  totals.passed += report.numPassedTests;
  totals.failed += Math.max(report.numFailedTests, report.numFailedTestSuites);
  for (const { fullName, status } of report.testResults.flatMap((each) => each.assertionResults)) {
    if (status === "passed" || status === "failed") continue;
    const reason = Object.entries(reasons).find(([of]) => fullName.startsWith(of))?.[1];
    if (reason === undefined) totals.failed += 1;
    else totals.skipped += 1;
    console.log(
      `${status}: ${fullName}: ${reason ?? "no reason is listed in __tests__/skips.json"}`,
    );
  }
}
rmSync(scratch, { recursive: true });
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1;

/** Prints the suite's seconds, and those of its longest files. */
function printDurations(suite: string, { startTime, testResults }: Report): void {
  const whole = Math.max(...testResults.map(({ endTime }) => endTime)) - startTime;
  const files = testResults
    .map(({ name, startTime: began, endTime }) => ({ name, took: endTime - began }))
    .sort((a, b) => b.took - a.took)
    .slice(0, 30);
  console.log(`${suite}: ${seconds(whole)}`);
  for (const { name, took } of files) {
    if (took >= 10_000) console.log(`  ${seconds(took)}  ${relative(project, name)}`);
  }
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} s`.padStart(6);
}
