import { MARKER_START } from "../../contract/headers.ts";
import type { HealthCheck } from "../../contract/manifest.ts";
import { ROOT } from "../../contract/root.ts";
import { TOLD_WORK_START } from "../../contract/told-work.ts";
import { UserError } from "../errors.ts";
import { formatDuration, lastLines } from "../format.ts";
import type { TrialPlan, TrialResult } from "../ports/trial.ts";
import { judgeHealth } from "../release/health.ts";
import { hostInRuby } from "../release/place/example-address.ts";
import { lastWords, whatIsAbsent } from "./absent-on-runner.ts";
import { mappedOutside } from "./mapped-files.ts";

/** The result of a preflight. */
export type Verdict =
  | { readonly kind: "passed"; readonly said: string }
  /** The runner lacks something, so that only Lambda can tell. */
  | { readonly kind: "unsure"; readonly said: string }
  | { readonly kind: "failed"; readonly error: UserError };

const FIX =
  "Nothing was uploaded. Correct the app, or set `preflight: off`: then the new version is judged in Lambda only, before it gets any traffic.";

/** A line of a backtrace that lies in gems or in Ruby. */
const FRAME = /^\s*(from )?\/tmp\/mm\/(gems|ruby|lib|app\/\.megamode)\/\S*:\d+:in [`'][^']*'$/;

/**
 * Judges what was seen of a trial.
 * @param placeholders names of variables whose value was a placeholder
 */
export function judge(
  plan: Pick<TrialPlan, "mounts" | "request" | "env">,
  check: HealthCheck,
  result: TrialResult,
  placeholders: readonly string[],
): Verdict {
  const { boot } = result;
  const output = readable(result.output);
  const shown = `The app's last lines:\n${lastLines(output)}`;
  if (boot.kind !== "listening") {
    const how = boot.kind === "late" ? "did not listen in time" : `${boot.how} before it listened`;
    const absent = whatIsAbsent(lastWords(output), placeholders.length > 0);
    if (absent) return unsure(`The app does not start without ${absent}`, output);
    return failed(`The app does not start: the rack server ${how}. ${shown}`, FIX);
  }
  const outside = mappedOutside(result.maps, [ROOT, "/tmp", ...plan.mounts]);
  if (outside.length > 0) {
    return failed(
      `The app uses files of this runner that are not in the bundle: ${outside.map((file) => `\`${file}\``).join(", ")}. ${shown}`,
      FIX,
    );
  }
  const started = `Started (${result.isolation}) in ${formatDuration(boot.milliseconds)}`;
  if (!plan.request || result.answer === undefined) return { kind: "passed", said: `${started}.` };
  const { host = "" } = plan.request.headers;
  const settings = `config/environments/${plan.env.RAILS_ENV || "production"}.rb`;
  const seen = { started, output, shown, settings };
  return judgeAnswer(check, host, result.answer, seen, placeholders);
}

/** Judges the answer to the one request that a trial makes. */
function judgeAnswer(
  check: HealthCheck,
  host: string,
  answer: NonNullable<TrialResult["answer"]>,
  seen: {
    readonly started: string;
    readonly output: string;
    readonly shown: string;
    /** The file of Rails' settings for its environment. */
    readonly settings: string;
  },
  placeholders: readonly string[],
): Verdict {
  const { started, output, shown, settings } = seen;
  if (typeof answer !== "number") return unsure(`\`${check.path}\`: ${answer.problem}`, output);
  const { verdict, said } = judgeHealth(check, answer, output);
  switch (verdict) {
    case "blocks the host":
      return failed(
        `The app blocks the host \`${host}\`, which requests will have. ${shown}`,
        `Allow it, in Rails by \`config.hosts << ${hostInRuby(host)}\` in \`${settings}\`.`,
      );
    case "healthy":
      return { kind: "passed", said: `${started}; ${said}.` };
    case "failing": {
      const absent = whatIsAbsent(output, placeholders.length > 0);
      return unsure(`${said}${absent ? ` without ${absent}` : ""}`, output);
    }
  }
}

function failed(message: string, fix: string): Verdict {
  return { kind: "failed", error: new UserError(message, fix) };
}

function unsure(what: string, output: string): Verdict {
  const said = `Preflight: ${what}. A preflight has no network and no AWS; the new version is checked in Lambda before it gets any traffic.`;
  return { kind: "unsure", said: `${said} The app's last lines:\n${lastLines(output, 15)}` };
}

/** Leaves out lines that would hide the reason: the gem's messages to the proxy, and frames outside the app. */
function readable(output: string): string {
  return output
    .split("\n")
    .filter(
      (line) =>
        ![MARKER_START, TOLD_WORK_START].some((start) => line.startsWith(start)) &&
        !FRAME.test(line),
    )
    .join("\n");
}
