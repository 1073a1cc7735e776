import { renderProblem } from "../http/problem-page.ts";
import type { OwnAnswer } from "./request-deps.ts";

/** Seconds after which a client may try again. */
const RETRY_AFTER = "120";

/** Answers every request with 503. @param text what visitors read */
export function inMaintenance(text: string): OwnAnswer {
  return async ({ headers }) => {
    const page = renderProblem(
      { status: 503, title: "Down for maintenance", detail: text },
      headers,
    );
    return { ...page, headers: [...page.headers, ["Retry-After", RETRY_AFTER]] };
  };
}
