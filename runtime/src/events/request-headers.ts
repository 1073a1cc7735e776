import { Header } from "../../../contract/headers.ts";
import { BadRequestError, type HeaderLines } from "../http/message.ts";
import type { Invocation } from "./adapter.ts";
import { partLines } from "./client-lines.ts";
import { addressBefore, forwardedFor, sourceAddress, viewerAddress } from "./source-address.ts";
import { provenNames, vouchedFor } from "./trusted-proxy.ts";

const HOST = /^[\w.:[\]-]+$/;
const SCHEME = /^https?$/;
const PORT = /^\d{1,5}$/;

/** What the front door knows in addition to the headers. Values may be of any type. */
export interface Origin {
  readonly domainName: unknown;
  readonly sourceIp: unknown;
  readonly requestContext: unknown;
}

/**
 * Returns the lines for the rack server: the client's, those of the front door, and the proxy's own.
 * @throws BadRequestError for a name that is not a token, or a value with a control character
 */
export function requestHeaders(
  client: HeaderLines,
  origin: Origin,
  invocation: Invocation,
): [name: string, value: string][] {
  const { context, traceId, publicUrl, trustedProxy } = invocation;
  const { kept, front } = partLines(client, invocation);
  const proven = trustedProxy === undefined ? [] : lowerCased(client);
  const vouched = new Map(vouchedFor(proven, trustedProxy));
  const { domainName } = origin;
  const domain = typeof domainName === "string" && HOST.test(domainName) ? domainName : "localhost";
  const host = publicUrl?.host ?? only(front, "host", HOST) ?? domain;
  const lines: [string, string][] = [["host", host], ...kept];
  const add = (name: string, value: string | undefined) => {
    if (value !== undefined) lines.push([name, value]);
  };
  add(
    "x-forwarded-for",
    clientAddresses(
      front.get("x-forwarded-for") ?? [],
      origin,
      vouched,
      provenNames(proven, trustedProxy),
    ),
  );
  // API Gateway serves https only; a load balancer and the embedded AWS also serve http.
  add("x-forwarded-proto", (!publicUrl && only(front, "x-forwarded-proto", SCHEME)) || "https");
  add("x-forwarded-port", publicUrl?.port ?? only(front, "x-forwarded-port", PORT) ?? "443");
  add("x-forwarded-host", vouched.get("x-forwarded-host") ?? host);
  add("forwarded", vouched.get("forwarded"));
  add(Header.requestId, context.awsRequestId);
  add(Header.traceId, traceId);
  add(Header.requestContext, json(origin.requestContext));
  add(Header.lambdaContext, json(contextValue(context)));
  add("x-amz-tenant-id", context.tenantId);
  return lines;
}

/**
 * Returns the value of X-Forwarded-For, which ends with the client's address: the one that the CDN vouches for, else the
 * one that the front door saw.
 * @param sent the values of the front door's own header
 * @param proven names of what the CDN may set
 */
function clientAddresses(
  sent: readonly string[],
  origin: Origin,
  vouched: ReadonlyMap<string, string>,
  proven: readonly string[],
): string | undefined {
  const source = sourceAddress(origin.sourceIp);
  const viewer = viewerAddress(vouched.get("cloudfront-viewer-address"));
  const edge = proven.includes("x-forwarded-for") ? addressBefore(sent, source) : undefined;
  return forwardedFor(sent, viewer ?? edge ?? source);
}

function lowerCased(lines: HeaderLines): HeaderLines {
  return lines.map(([name, value]) => [name.toLowerCase(), value]);
}

/** Returns a header of the front door, which writes one line of it; undefined if there is no right one. */
function only(
  front: ReadonlyMap<string, readonly string[]>,
  wanted: string,
  form: RegExp,
): string | undefined {
  const [value, ...more] = front.get(wanted) ?? [];
  return value !== undefined && more.length === 0 && form.test(value) ? value : undefined;
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
function json(value: unknown): string {
  return stringified(value).replace(
    /[\u007f-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function stringified(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "null";
  } catch {
    throw new BadRequestError("the event is nested too deeply");
  }
}
