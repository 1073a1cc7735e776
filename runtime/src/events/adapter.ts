import type { PublicUrl } from "../../../contract/public-url.ts";
import type { HttpRequest, HttpResponse, ResponseHead } from "../http/message.ts";
import type { LambdaContext } from "./lambda-context.ts";
import type { Warning } from "./response-warnings.ts";
import type { TrustedProxy } from "./trusted-proxy.ts";

/** What is known about the invocation, for the headers that only the proxy may set. */
export interface Invocation {
  readonly context: LambdaContext;
  /** The trace of this invocation, if there is one. */
  readonly traceId: string | undefined;
  /** Whether the sandbox was started for this invocation. */
  readonly first?: boolean;
  /** The stage's URL behind a CDN. It decides the host and the prefix that the app sees. */
  readonly publicUrl?: PublicUrl | undefined;
  /** A CDN that may set headers that no other client may. */
  readonly trustedProxy?: TrustedProxy | undefined;
  /** A header, in lower case, whose value the app sees as `Authorization`. */
  readonly authorizationSource?: string | undefined;
}

/** Translates the events of one front door to requests, and responses to its results. Pure. */
export interface Adapter<Event> {
  readonly name: string;
  /** Bytes of JSON that the front door takes as a result. */
  readonly limit: number;
  matches(event: unknown): event is Event;
  /** @throws BadRequestError for what must not be forwarded */
  toRequest(event: Event, invocation: Invocation): HttpRequest;
  toResult(event: Event, response: HttpResponse): unknown;
  /**
   * Makes what precedes a body that is streamed. Undefined where the front door takes whole results only, as it is without
   * this member.
   */
  toPrelude?(event: Event, head: ResponseHead): unknown;
  /** What the front door will not deliver as the app wrote it. */
  warnings(event: Event, head: ResponseHead): readonly Warning[];
}
