import { Header } from "../../../contract/headers.ts";
import { withoutHopByHop } from "../http/hop-by-hop.ts";
import { BadRequestError, type HeaderLines } from "../http/message.ts";
import type { Invocation } from "./adapter.ts";

/** Headers that the app may trust: a client's own copies go first, whether we have a value or not. */
const OURS: ReadonlySet<string> = new Set([
  Header.prefix,
  Header.secret,
  Header.requestId,
  Header.traceId,
  Header.requestContext,
  Header.lambdaContext,
  "x-amz-tenant-id",
]);

/** The body is at hand as a whole: its length is ours to say, and there is nothing to wait for. */
const FRAMING: ReadonlySet<string> = new Set(["content-length", "expect"]);

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const BREAKS = /[\r\n\0]/;

/** What the front door knows beside the headers. */
export interface Origin {
  readonly domainName: string | undefined;
  readonly sourceIp: string | undefined;
  readonly requestContext: unknown;
}

/**
 * The client's lines, cleaned, with lower-case names.
 * @throws BadRequestError for a name that is no token, or a value with a line break or NUL
 */
export function cleanHeaders(lines: HeaderLines): HeaderLines {
  const lower = lines.map(([name, value]) => [name.toLowerCase(), value] as const);
  for (const [name, value] of lower) {
    if (!TOKEN.test(name))
      throw new BadRequestError("a header's name has characters it may not have");
    if (BREAKS.test(value)) throw new BadRequestError(`the header ${name} has a line break or NUL`);
  }
  return withoutHopByHop(lower).filter(
    // Rack makes one name of `x_request_id` and `x-request-id`.
    ([name]) => !OURS.has(name.replaceAll("_", "-")) && !FRAMING.has(name),
  );
}

/** The lines for the rack server: the client's, what the front door left out, and what only we may say. */
export function requestHeaders(
  client: HeaderLines,
  origin: Origin,
  { context, traceId }: Invocation,
): HeaderLines {
  const cleaned = cleanHeaders(client);
  const given = new Map(cleaned);
  const host = given.get("host") || origin.domainName || "localhost";
  const absent = (name: string, value: string | undefined) =>
    value !== undefined && !given.has(name) ? [[name, value] as const] : [];
  return [
    ["host", host],
    ...cleaned.filter(([name]) => name !== "host"),
    ...absent("x-forwarded-for", origin.sourceIp),
    ...absent("x-forwarded-proto", "https"),
    ...absent("x-forwarded-port", "443"),
    ...absent("x-forwarded-host", host),
    [Header.requestId, context.awsRequestId],
    ...(traceId ? [[Header.traceId, traceId] as const] : []),
    [Header.requestContext, json(origin.requestContext)],
    [Header.lambdaContext, json(contextValue(context))],
    ...(context.tenantId ? [["x-amz-tenant-id", context.tenantId] as const] : []),
  ];
}

function contextValue(context: Invocation["context"]) {
  return {
    awsRequestId: context.awsRequestId,
    functionName: context.functionName,
    functionVersion: context.functionVersion,
    invokedFunctionArn: context.invokedFunctionArn,
    memoryLimitInMB: context.memoryLimitInMB,
    deadlineMs: Date.now() + context.getRemainingTimeInMillis(),
  };
}

/** JSON in ASCII, as a header must be. */
function json(value: unknown): string {
  return JSON.stringify(value ?? null).replace(
    /[\u007f-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
