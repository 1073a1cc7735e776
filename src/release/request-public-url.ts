import { Header } from "../../contract/headers.ts";
import { UserError } from "../errors.ts";
import type { Clock } from "../ports/clock.ts";
import { judgeHealth } from "./judge-health.ts";

/** Milliseconds: a new API and its permission take some seconds until every host knows them. */
const LIMIT = 60_000;

/**
 * One request through the public URL.
 * @returns the HTTP status and the time it took in milliseconds
 * @throws UserError where no answer of the app arrives within a minute
 */
export async function requestPublicUrl(
  url: string,
  path: string,
  clock: Clock,
  fetcher: typeof fetch = fetch,
): Promise<{ readonly status: number; readonly milliseconds: number }> {
  const target = `${url}${path}`;
  const until = clock.now() + LIMIT;
  for (;;) {
    const start = clock.now();
    const answer = await ask(target, fetcher);
    if (answer.ours && judgeHealth(answer.status, "") === "healthy") {
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
    // Only our proxy sets it: without it the answer is the front door's own.
    return { status: response.status, ours: response.headers.has(Header.callCount), said };
  } catch (error) {
    const reason = (error as Error).cause ?? error;
    return { status: 0, ours: false, said: `nothing (${(reason as Error).message})` };
  }
}
