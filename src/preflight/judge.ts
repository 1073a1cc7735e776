import { MARKER_START } from "../../contract/headers.ts";
import { ROOT } from "../../contract/root.ts";
import { UserError } from "../errors.ts";
import { formatDuration, lastLines } from "../format.ts";
import type { TrialPlan, TrialResult } from "../ports/trial.ts";
import { judgeHealth } from "../release/judge-health.ts";
import { HOSTS_IN_RUBY } from "../release/place/example-address.ts";
import { lastWords, whatIsAbsent } from "./absent-on-runner.ts";
import { mappedOutside } from "./mapped-files.ts";

/** What a preflight came to. */
export type Verdict =
  | { readonly kind: "passed"; readonly said: string }
  /** Something that is not here stood in the way: Lambda will tell. */
  | { readonly kind: "unsure"; readonly said: string }
  | { readonly kind: "failed"; readonly error: UserError };

const FIX =
  "Nothing was uploaded. Correct the app; `preflight: off` leaves the judgement to the new version in Lambda, before it gets any traffic.";

/** @param placeholders names of variables whose value was a placeholder */
export function judge(
  plan: Pick<TrialPlan, "mounts" | "request">,
  result: TrialResult,
  placeholders: readonly string[],
): Verdict {
  const { boot, answer } = result;
  const output = readable(result.output);
  const shown = `The app's last lines:\n${lastLines(output)}`;
  if (boot.kind !== "listening") {
    const how = boot.kind === "late" ? "did not listen in time" : `${boot.how} before it listened`;
    const absent = whatIsAbsent(lastWords(output), placeholders.length > 0);
    if (absent) return unsure(`The app does not start where it cannot get at ${absent}`, output);
    return failed(`The app does not start: the rack server ${how}. ${shown}`, FIX);
  }
  const outside = mappedOutside(result.maps, [ROOT, "/tmp", ...plan.mounts]);
  if (outside.length > 0) {
    return failed(
      `The app uses files of this runner that do not travel with it: ${outside.map((file) => `\`${file}\``).join(", ")}. ${shown}`,
      FIX,
    );
  }
  const started = `Started (${result.isolation}) in ${formatDuration(boot.milliseconds)}`;
  if (!plan.request || answer === undefined) return { kind: "passed", said: `${started}.` };
  const { path, headers } = plan.request;
  const health = typeof answer === "number" && judgeHealth(answer, output);
  if (health === "blocks the host") {
    return failed(
      `The app blocks the host \`${headers.host}\`, by which it will be asked. ${shown}`,
      `Allow it, in Rails by \`config.hosts << ${HOSTS_IN_RUBY}\` in \`config/environments/production.rb\`.`,
    );
  }
  if (typeof answer !== "number") {
    return unsure(`\`${path}\`: ${answer.problem}`, output);
  }
  if (health === "healthy")
    return { kind: "passed", said: `${started}; \`${path}\` answers ${answer}.` };
  const absent = whatIsAbsent(output, placeholders.length > 0);
  const why = absent ? `, where it cannot get at ${absent}` : "";
  return unsure(`\`${path}\` answers ${answer}${why}`, output);
}

function failed(message: string, fix: string): Verdict {
  return { kind: "failed", error: new UserError(message, fix) };
}

function unsure(what: string, output: string): Verdict {
  const said = `Preflight: ${what}. There is no network in the preflight, and nothing of AWS; the new version is checked in Lambda before it gets any traffic.`;
  return { kind: "unsure", said: `${said} The app's last lines:\n${lastLines(output, 15)}` };
}

/**
 * Without what nobody reads: what the gem tells the proxy, and frames of a backtrace that lie in gems or in
 * Ruby, by which the reason would be out of sight.
 */
function readable(output: string): string {
  return output
    .split("\n")
    .filter((line) => !line.startsWith(MARKER_START) && !FRAME.test(line))
    .join("\n");
}

const FRAME = /^\s*(from )?\/tmp\/mm\/(gems|ruby|lib|app\/\.megamode)\/\S*:\d+:in [`'][^']*'$/;
