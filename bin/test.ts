import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** Runs both suites and counts. A skipped test fails the run unless its reason is listed. */
const project = resolve(import.meta.dirname, "..");
const reasons: Record<string, string> = JSON.parse(
  readFileSync(join(project, "__tests__/skips.json"), "utf8"),
);

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numFailedTestSuites: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

const scratch = mkdtempSync(join(tmpdir(), "megamode-test-"));
const totals = { passed: 0, failed: 0, skipped: 0 };
for (const suite of ["unit", "e2e"]) {
  const file = join(scratch, `${suite}.json`);
  spawnSync(
    process.execPath,
    [
      "--experimental-vm-modules",
      "--disable-warning=ExperimentalWarning",
      join(project, "node_modules/jest/bin/jest.js"),
      ...["--selectProjects", suite, "--json", "--outputFile", file],
      ...(suite === "e2e" ? ["--maxWorkers", "2", "--verbose", "--forceExit"] : []),
      ...process.argv.slice(2),
    ],
    // Jest prints the same JSON to stdout; people read stderr.
    { cwd: project, stdio: ["ignore", "ignore", "inherit"] },
  );
  const report: Report = JSON.parse(readFileSync(file, "utf8"));
  totals.passed += report.numPassedTests;
  totals.failed += Math.max(report.numFailedTests, report.numFailedTestSuites);
  for (const { fullName, status } of report.testResults.flatMap((each) => each.assertionResults)) {
    if (status === "passed" || status === "failed") continue;
    const reason = reasons[fullName];
    if (reason === undefined) totals.failed += 1;
    else totals.skipped += 1;
    console.log(
      `${status}: ${fullName}: ${reason ?? "no reason is listed in __tests__/skips.json"}`,
    );
  }
}
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1;
