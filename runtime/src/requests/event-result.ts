import { Env } from "../../../contract/environment.ts";
import type { HttpResponse } from "../http/message.ts";
import { EventFailed } from "./event-failed.ts";

/**
 * Reads the result of an invocation from what the app answered to its event.
 * @param asked method, path and source, for errors
 * @throws EventFailed for anything but a 2xx status with JSON or without a body
 */
export function resultOf(
  { status, body }: HttpResponse,
  asked: string,
  requestId: string,
): unknown {
  const said = `the app answered ${status} to ${asked}`;
  if (status < 200 || status > 299) {
    throw new EventFailed(
      `${said}${HINTS[status] ?? ""}. The log of request ${requestId} has more`,
    );
  }
  if (body.length === 0) return null;
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new EventFailed(
      `${said} with a body that is not JSON. Let it answer JSON, or nothing (\`head :ok\`)`,
    );
  }
}

const HINTS: Readonly<Record<number, string>> = {
  404: `: it may have no such route. ${Env.eventsPath} names the path`,
  422: ": if that is Rails' protection from forged requests, the controller needs `skip_forgery_protection`",
};
