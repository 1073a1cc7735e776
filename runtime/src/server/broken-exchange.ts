import type { HttpResponse } from "../http/message.ts";
import type { Output } from "../logs/output.ts";
import type { Deadline } from "./deadline.ts";
import type { Failure } from "./failure.ts";
import { ForwardError } from "./forward-error.ts";
import type { Forwarder } from "./forwarder.ts";
import type { StartedServer } from "./rack-server.ts";
import type { Sandbox } from "./sandbox.ts";

/** Milliseconds to learn whether a server broke together with its connection. */
const STILL_THERE = 250;

/** A request that was sent, and whose response did not come, or not all of it. */
export interface BrokenExchange {
  readonly error: unknown;
  readonly server: StartedServer;
  readonly sandbox: Pick<Sandbox, "replace">;
  readonly forwarder: Pick<Forwarder, "close">;
  readonly output: Output;
  readonly deadline: Deadline;
  /** What the request had, in seconds. */
  readonly seconds: number;
  /** Whether the client has the response's head already: no page can follow it. */
  readonly begun: () => boolean;
  /** Waits for the request's last lines. */
  readonly logged: () => Promise<void>;
  /** Makes a page of ours, and writes the log. */
  readonly fail: (failure: Failure) => HttpResponse;
}

/**
 * Replaces a server that took too long.
 * @returns the page for the client
 * @throws the exchange's error if the client has the response's head already
 */
export async function tookTooLong(broken: BrokenExchange): Promise<HttpResponse> {
  const { error, sandbox, forwarder, seconds, begun, fail } = broken;
  const reason = begun()
    ? "Its answer was not complete when the invocation's time was up."
    : `It did not answer within ${seconds} s.`;
  const page = fail({ kind: "late", reason });
  await sandbox.replace();
  forwarder.close();
  if (begun()) throw error;
  return page;
}

/**
 * Says what has become of a server whose connection broke.
 * @param mayRepeat whether the request may be sent a second time
 * @returns the page for the client; undefined if the server had read nothing of the request, and is replaced: it is to be
 *   sent again
 * @throws the exchange's error if the client has the response's head already
 */
export async function brokeOff(
  broken: BrokenExchange,
  mayRepeat: boolean,
): Promise<HttpResponse | undefined> {
  const { error, server, sandbox, forwarder, output, deadline, logged, fail } = broken;
  forwarder.close();
  const how = await deadline.race(Promise.race([server.ended, stillThere()]));
  if (how) server.log.flush();
  else await logged();
  if (mayRepeat && error instanceof ForwardError && error.nothingSent) {
    const why = how ?? "took no connection";
    output.write(`megamode: The rack server ${why}. It is started again for this request.\n`);
    await sandbox.replace();
    return undefined;
  }
  const reason = how ? `The rack server ${how}.` : (error as Error).message;
  const page = fail({ kind: "broken", reason, ...(how && { server }) });
  if (broken.begun()) throw error;
  return page;
}

function stillThere(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), STILL_THERE));
}
