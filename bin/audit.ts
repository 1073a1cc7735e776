import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

/**
 * Fails if a package that ships in `dist/` has a known vulnerability of severity high or critical. A registry that
 * keeps no advisories, or does not answer, is no failure: it says nothing about the packages.
 * https://docs.npmjs.com/cli/v11/commands/npm-audit
 */
interface Report {
  /** Present only if the registry answered. */
  readonly auditReportVersion?: number;
  readonly vulnerabilities?: Readonly<Record<string, { readonly severity: string }>>;
  readonly message?: string;
}

const project = resolve(import.meta.dirname, "..");
const { stdout, stderr } = spawnSync("npm", ["audit", "--omit=dev", "--json"], {
  cwd: process.argv[2] ?? project,
  encoding: "utf8",
});
const report = JSON.parse(stdout || "{}") as Report;
if (report.auditReportVersion === undefined) {
  const said = `not audited: the registry does not answer (${report.message ?? stderr.trim()})`;
  console.log(process.env.GITHUB_ACTIONS === "true" ? `::warning::${said}` : said);
} else {
  const serious = Object.entries(report.vulnerabilities ?? {}).filter(([, { severity }]) =>
    ["high", "critical"].includes(severity),
  );
  for (const [name, { severity }] of serious) console.log(`${severity}: ${name}`);
  console.log(`${serious.length} packages with a vulnerability of severity high or critical`);
  if (serious.length > 0) {
    console.log("`npm audit --omit=dev` describes them; `npm audit fix` may help.");
    process.exitCode = 1;
  }
}
