import { Header } from "../../contract/headers.ts";
import type { HealthCheck } from "../../contract/manifest.ts";
import { UserError } from "../errors.ts";
import type { Clock } from "../ports/clock.ts";
import { judgeHealth } from "./health.ts";

/** Milliseconds. It takes some seconds until every host of AWS knows a new API and its permission. */
const LIMIT = 60_000;

/**
 * Requests the public URL until the app answers.
 * @param isInMaintenance whether the proxy answers 503 in the app's place
 * @returns the HTTP status and the time that this one request took, in milliseconds
 * @throws UserError if the app does not answer within a minute
 */
export async function requestPublicUrl(
  url: string,
  check: HealthCheck,
  clock: Clock,
  fetcher: typeof fetch,
  isInMaintenance = false,
): Promise<{ readonly status: number; readonly milliseconds: number }> {
  const target = `${url}${check.path}`;
  const until = clock.now() + LIMIT;
  for (;;) {
    const start = clock.now();
    const answer = await ask(target, fetcher);
    const isExpected = isInMaintenance
      ? answer.status === 503
      : judgeHealth(check, answer.status, "").verdict === "healthy";
    if (answer.ours && isExpected) {
      return { status: answer.status, milliseconds: clock.now() - start };
    }
    if (clock.now() > until) {
      throw new UserError(
        `The version is live, but \`${target}\` answers ${answer.said}.`,
        "See the function's log; the next deploy replaces the version.",
      );
    }
    await clock.sleep(1_000);
  }
}

async function ask(target: string, fetcher: typeof fetch) {
  try {
    const response = await fetcher(target, {
      redirect: "manual",
      signal: AbortSignal.timeout(35_000),
    });
    const text = await response.text();
    const said = `${response.status} ${text.slice(0, 200)}`;
    // Only our proxy sets this header. An answer without it comes from the front door itself.
    return { status: response.status, ours: response.headers.has(Header.callCount), said };
  } catch (error) {
    const reason = (error as Error).cause ?? error;
    return { status: 0, ours: false, said: `nothing (${(reason as Error).message})` };
  }
}
