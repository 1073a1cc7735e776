import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { deployByTerminal } from "../../../bin/deploy-by-terminal.ts";
import { localAws, stopLocalAws } from "../../../bin/local-aws.ts";
import { get } from "../../../bin/request.ts";
import { serveAtRoot } from "../stage.ts";
import { digestOf } from "./checkout.ts";
import { launchChromium } from "./chromium.ts";
import { withoutKnown } from "./known.ts";
import { type Smoke, visited, walk } from "./visit.ts";

/**
 * Deploys an app that nobody prepared to the embedded AWS, as `bin/demo` does, and looks at it in a browser:
 * its first page, what that page loads, each page that it links to, and the app's own smoke path where there
 * is a file for it; all below the stage and at the root of a domain. The checkout must be as it was.
 */
const USAGE = `usage: npm run test:app -- APP [--smoke FILE] [--input NAME=VALUE ...] [--keep]

APP      a folder with a Rack or Rails app
--smoke  exports by default what a user does, a function of a Visit (apps/try/visit.ts), and by the name \`known\`
         patterns of what is wrong with the app on every server; \`onlyAtRoot\`, true, where the app's own scripts or
         templates write its paths out, so that a user can do nothing below a stage
--input  an input of action.yml
--keep   leaves the embedded AWS's state, with the function's log, and says where`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    smoke: { type: "string" },
    input: { type: "string", multiple: true, default: [] },
    keep: { type: "boolean", default: false },
  },
});
const [app] = positionals;
if (app === undefined || positionals.length > 1) {
  console.error(USAGE);
  process.exit(2);
}
const state = mkdtempSync(join(tmpdir(), "megamode-try-"));
const {
  default: smoke,
  known = [],
  onlyAtRoot = false,
}: {
  readonly default?: Smoke;
  readonly known?: readonly RegExp[];
  readonly onlyAtRoot?: boolean;
} = values.smoke ? await import(resolve(values.smoke)) : {};
const before = digestOf(app);
const findings: Record<string, unknown> = {};
let failed = 0;
try {
  await localAws(state);
  const start = performance.now();
  const {
    url = "",
    report = "{}",
    ...outputs
  } = await deployByTerminal({
    ...{ app: resolve(app), stage: "dev", state, inputs: values.input },
  });
  const deploySeconds = Math.round((performance.now() - start) / 1000);
  const root = await serveAtRoot({ state }, url);
  await warm(url);
  const browser = await launchChromium();
  for (const [where, at] of [
    ["below the stage", url],
    ["at the root", root],
  ] as const) {
    for (const [what, act] of [
      ["walk", walk],
      ["smoke", smoke],
    ] as const) {
      if (!act || (act === smoke && onlyAtRoot && at !== root)) continue;
      const found = withoutKnown(await visited(browser, at, act), known);
      failed += found.failures.length;
      findings[`${what} ${where}`] = found;
    }
  }
  await browser.close();
  findings.serverErrors = errorsIn(join(state, "logs", `${outputs["function-name"]}.log`));
  findings.deploy = { deploySeconds, ...JSON.parse(report) };
} catch (error) {
  findings.error = (error as Error).message;
  failed += 1;
} finally {
  await stopLocalAws(state);
  if (values.keep) findings.state = state;
  else rmSync(state, { recursive: true, force: true });
}
findings.checkout = digestOf(app) === before ? `unchanged: ${before}` : "CHANGED";
console.log(JSON.stringify(findings, undefined, 2));
process.exit(failed === 0 && digestOf(app) === before ? 0 : 1);

/**
 * Asks as a browser does, six at once, until all are answered: how long a sandbox takes to start, and API Gateway's
 * half a minute on a machine that is busy, are not what is looked at.
 */
async function warm(at: string): Promise<void> {
  const ca = readFileSync((await localAws(state)).caFile, "utf8");
  for (let statuses = [504], tries = 0; statuses.includes(504) && tries < 5; tries += 1) {
    const answers = await Promise.all(Array.from({ length: 6 }, () => get(`${at}/`, ca)));
    statuses = answers.map(({ status }) => status);
  }
}

/** What Rails logs of the exceptions that it answers with a page for errors. */
function errorsIn(log: string): readonly string[] {
  const told = readFileSync(log, "utf8").matchAll(
    /\b[A-Z]\w*(?:::\w+)*(?:Error|::\w+) \(.+\):?$/gm,
  );
  return [...new Set([...told].map(([text]) => text))].slice(0, 20);
}
