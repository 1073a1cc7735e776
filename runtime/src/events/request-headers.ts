import { Header } from "../../../contract/headers.ts";
import { withoutHopByHop } from "../http/hop-by-hop.ts";
import { BadRequestError, type HeaderLines } from "../http/message.ts";
import type { Invocation } from "./adapter.ts";

/** Headers that the app may trust: a client's own copies are removed, whether we have a value or not. */
const OURS: ReadonlySet<string> = new Set([
  Header.prefix,
  Header.secret,
  Header.requestId,
  Header.traceId,
  Header.requestContext,
  Header.lambdaContext,
  "x-amz-tenant-id",
]);

/** Headers about the body. The proxy has all of it, so it states the length itself and waits for nothing. */
const FRAMING: ReadonlySet<string> = new Set(["content-length", "expect"]);

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const BREAKS = /[\r\n\0]/;

/** What the front door knows in addition to the headers. */
export interface Origin {
  readonly domainName: string | undefined;
  readonly sourceIp: string | undefined;
  readonly requestContext: object | null;
}

/**
 * Removes the client's lines that the app must not see, and turns names to lower case.
 * @throws BadRequestError for a name that is not a token, or a value with a line break or NUL
 */
export function cleanHeaders(lines: HeaderLines): HeaderLines {
  const lower = lines.map(([name, value]) => [name.toLowerCase(), value] as const);
  for (const [name, value] of lower) {
    if (!TOKEN.test(name)) throw new BadRequestError("a header's name has invalid characters");
    if (BREAKS.test(value)) throw new BadRequestError(`the header ${name} has a line break or NUL`);
  }
  return withoutHopByHop(lower).filter(
    // Rack gives `x_request_id` and `x-request-id` the same name.
    ([name]) => !OURS.has(name.replaceAll("_", "-")) && !FRAMING.has(name),
  );
}

/** Returns the lines for the rack server: the client's, those that the front door left out, and the proxy's own. */
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

/** Writes JSON in ASCII, as a header requires. */
function json(value: object | null): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
