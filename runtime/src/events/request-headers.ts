import { Header } from "../../../contract/headers.ts";
import { namedByConnection } from "../http/hop-by-hop.ts";
import { BadRequestError, type HeaderLines } from "../http/message.ts";
import { CONTROL, TOKEN } from "../http/validity.ts";
import type { Invocation } from "./adapter.ts";
import { isNotTheClients } from "./not-the-clients.ts";
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
  const lines = checked(client);
  const vouched = new Map(vouchedFor(lines, trustedProxy));
  const { domainName } = origin;
  const domain = typeof domainName === "string" && HOST.test(domainName) ? domainName : "localhost";
  const host = publicUrl?.host ?? only(lines, "host", HOST) ?? domain;
  const viewer = viewerAddress(vouched.get("cloudfront-viewer-address"));
  const all = clientLines(lines, invocation);
  const add = (name: string, value: string | undefined) => {
    if (value !== undefined) all.push([name, value]);
  };
  all.unshift(["host", host]);
  add("x-forwarded-for", clientAddresses(lines, origin, trustedProxy, viewer));
  // API Gateway serves https only; a load balancer and the embedded AWS also serve http.
  add("x-forwarded-proto", (!publicUrl && only(lines, "x-forwarded-proto", SCHEME)) || "https");
  add("x-forwarded-port", publicUrl?.port ?? only(lines, "x-forwarded-port", PORT) ?? "443");
  add("x-forwarded-host", vouched.get("x-forwarded-host") ?? host);
  add("forwarded", vouched.get("forwarded"));
  add(Header.requestId, context.awsRequestId);
  add(Header.traceId, traceId);
  add(Header.requestContext, json(origin.requestContext));
  add(Header.lambdaContext, json(contextValue(context)));
  add("x-amz-tenant-id", context.tenantId);
  return all;
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
  return lines.map(([given, value]) => {
    const name = given.toLowerCase();
    if (!TOKEN.test(name)) throw new BadRequestError("a header's name has invalid characters");
    if (CONTROL.test(value)) {
      throw new BadRequestError(`the header ${name} has a line break or a control character`);
    }
    return [name, value];
  });
}

/**
 * Leaves only what a client may tell the app. `Connection` names headers to drop: it counts for the client's alone.
 * Several lines of cookies become one: Rack would join them with commas (RFC 9113, 8.2.3).
 */
function clientLines(
  lines: HeaderLines,
  { trustedProxy, authorizationSource }: Invocation,
): [string, string][] {
  const named = namedByConnection(lines);
  const replaced =
    authorizationSource !== undefined && lines.some(([name]) => name === authorizationSource);
  const kept: [string, string][] = [];
  let cookies: [string, string] | undefined;
  for (const [given, value] of lines) {
    if (isNotTheClients(given) || named.has(given) || given === trustedProxy?.header) continue;
    if (replaced && given === "authorization") continue;
    const name = replaced && given === authorizationSource ? "authorization" : given;
    if (name === "cookie" && cookies) cookies[1] += `; ${value}`;
    else {
      const line: [string, string] = [name, value];
      if (name === "cookie") cookies = line;
      kept.push(line);
    }
  }
  return kept;
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
