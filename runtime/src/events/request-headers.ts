import { Header } from "../../../contract/headers.ts";
import { withoutHopByHop } from "../http/hop-by-hop.ts";
import { BadRequestError, type HeaderLines } from "../http/message.ts";
import type { Invocation } from "./adapter.ts";
import { isNotTheClients } from "./not-the-clients.ts";
import { addressBefore, forwardedFor, sourceAddress, viewerAddress } from "./source-address.ts";
import { provenNames, vouchedFor } from "./trusted-proxy.ts";

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const BREAKS = /[\r\n\0]/;
const HOST = /^[\w.:[\]-]+$/;
const SCHEME = /^https?$/;
const PORT = /^\d{1,5}$/;

/** What the front door knows in addition to the headers. */
export interface Origin {
  readonly domainName: string | undefined;
  readonly sourceIp: string | undefined;
  readonly requestContext: object | null;
}

/**
 * Returns the lines for the rack server: the client's, those of the front door, and the proxy's own.
 * @throws BadRequestError for a name that is not a token, or a value with a line break or NUL
 */
export function requestHeaders(
  client: HeaderLines,
  origin: Origin,
  { context, traceId, publicUrl, trustedProxy }: Invocation,
): HeaderLines {
  const lines = checked(client);
  const vouched = new Map(vouchedFor(lines, trustedProxy));
  const host = publicUrl?.host ?? only(lines, "host", HOST) ?? origin.domainName ?? "localhost";
  const viewer = viewerAddress(vouched.get("cloudfront-viewer-address"));
  const optional = (name: string, value: string | undefined) =>
    value === undefined ? [] : [[name, value] as const];
  return [
    ["host", host],
    ...clientLines(lines, trustedProxy?.header),
    ...optional("x-forwarded-for", clientAddresses(lines, origin, trustedProxy, viewer)),
    // API Gateway serves https only; the embedded AWS also serves http.
    ["x-forwarded-proto", (!publicUrl && only(lines, "x-forwarded-proto", SCHEME)) || "https"],
    ["x-forwarded-port", publicUrl?.port ?? only(lines, "x-forwarded-port", PORT) ?? "443"],
    ["x-forwarded-host", vouched.get("x-forwarded-host") ?? host],
    ...optional("forwarded", vouched.get("forwarded")),
    [Header.requestId, context.awsRequestId],
    ...optional(Header.traceId, traceId),
    [Header.requestContext, json(origin.requestContext)],
    [Header.lambdaContext, json(contextValue(context))],
    ...optional("x-amz-tenant-id", context.tenantId),
  ];
}

/**
 * Returns the value of X-Forwarded-For, which ends with the client's address: the one that the CDN vouches for, else the
 * one that the front door saw.
 * @param viewer the client's, in a header of the CDN's own
 */
function clientAddresses(
  lines: HeaderLines,
  origin: Origin,
  trustedProxy: Invocation["trustedProxy"],
  viewer: string | undefined,
): string | undefined {
  const sent = values(lines, "x-forwarded-for");
  const source = sourceAddress(origin.sourceIp);
  const names = provenNames(lines, trustedProxy);
  const edge = names.includes("x-forwarded-for") ? addressBefore(sent, source) : undefined;
  return forwardedFor(sent, viewer ?? edge ?? source);
}

/** Turns names to lower case. */
function checked(lines: HeaderLines): HeaderLines {
  const lower = lines.map(([name, value]) => [name.toLowerCase(), value] as const);
  for (const [name, value] of lower) {
    if (!TOKEN.test(name)) throw new BadRequestError("a header's name has invalid characters");
    if (BREAKS.test(value)) throw new BadRequestError(`the header ${name} has a line break or NUL`);
  }
  return lower;
}

/** Leaves only what a client may tell the app. `Connection` names headers to drop: it counts for the client's alone. */
function clientLines(lines: HeaderLines, secret: string | undefined): HeaderLines {
  return withoutHopByHop(lines).filter(([name]) => !isNotTheClients(name) && name !== secret);
}

function values(lines: HeaderLines, wanted: string): string[] {
  return lines.filter(([name]) => name === wanted).map(([, value]) => value);
}

/** Returns a header of the front door, which writes one line of it; undefined if there is no right one. */
function only(lines: HeaderLines, wanted: string, form: RegExp): string | undefined {
  const [value = "", ...more] = values(lines, wanted);
  return more.length === 0 && form.test(value) ? value : undefined;
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
