import type { HttpRequest, HttpResponse } from "../http/message.ts";
import type { LeftOutHeaders } from "../logs/left-out-headers.ts";
import type { Once } from "../logs/once.ts";
import type { ServerAccess } from "../server/ask-server.ts";
import type { Sandbox } from "../server/sandbox.ts";
import type { FailsInvocation } from "./error-statuses.ts";

/** Milliseconds left before Lambda ends the invocation. */
export const RESERVE = 1000;

export interface RequestDeps extends ServerAccess {
  readonly sandbox: ServerAccess["sandbox"] & Pick<Sandbox, "history" | "warm">;
  readonly leftOutHeaders: Pick<LeftOutHeaders, "report">;
  readonly once: Pick<Once, "say">;
  /** Milliseconds that one request may take, including a start. */
  readonly requestTimeoutMs: number;
  /** Whether each request's event is logged. */
  readonly logEvents?: boolean;
  /** Told of the request that the sandbox was started for, after its last line. */
  readonly onColdStart?: (requestId: string) => void;
  readonly failsInvocation: FailsInvocation;
  /** What the proxy answers itself, without the rack server. */
  readonly ownAnswer?: OwnAnswer | undefined;
}

/** Answers a request; undefined for what is the app's to answer. @param limitMs milliseconds that it may take */
export type OwnAnswer = (
  request: HttpRequest,
  requestId: string,
  limitMs: number,
) => Promise<HttpResponse | undefined>;
