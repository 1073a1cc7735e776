import "./begin.ts"; // Must be the first.
import { dirname } from "node:path";
import { run } from "./action.ts";
import { notHidden } from "./begin.ts";
import { UserError } from "./errors.ts";
import { systemClock } from "./host/clock.ts";
import { githubReporter, terminalReporter } from "./host/reporter.ts";
import { takeStandardStreams } from "./host/standard-streams.ts";
import { reportUncaught } from "./host/uncaught.ts";

const streams = takeStandardStreams();
const createReporter = process.env.GITHUB_ACTIONS === "true" ? githubReporter : terminalReporter;
const reporter = createReporter(systemClock, streams.write);
streams.handOver(reporter);
reportUncaught(reporter, describe);

try {
  if (notHidden !== undefined) reporter.warning(notHidden);
  // The proxy and the gem lie beside the file that runs, wherever dist/ was copied to.
  await run(process.env, dirname(process.argv[1] ?? ""), reporter);
} catch (error) {
  process.exitCode = 1;
  reporter.error(describe(error));
}

function describe(error: unknown): string {
  return error instanceof UserError
    ? `${error.message}\n${error.fix}`
    : `Unexpected: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\nThis is a fault of megamode-deploy or of AWS: please report it with this text.`;
}
