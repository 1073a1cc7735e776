import type { HeaderLines, HttpResponse } from "../../../runtime/src/http/message.ts";
import {
  functionUrlEvent,
  httpApi1Event,
  httpApi2Event,
  loadBalancerEvent,
  multiValueEvent,
} from "./events.ts";
import { hostileLines } from "./hostile-headers.ts";
import { restEvent } from "./rest-event.ts";

type Random = () => number;
type Json = Record<string, unknown>;

const pick = <T>(random: Random, all: readonly T[]): T => all[Math.floor(random() * all.length)]!;

/** Pieces of paths, queries and header values that mean something to one of the parsers on the way. */
const PIECES = [
  ...["/", "//", "\\", "..", ".", "%2F", "%2f", "%5C", "%00", "%0d%0a", "%", "%zz", "%C3%A9", "?"],
  ...["&", "=", "+", ";", ",", "#", ":", "@", "[", "]", "{", "|", "}", "^", "`", '"', "<", ">"],
  ...["é", "😀", "\ud800", "\u2028", " ", "\t", "dev", "posts", "evil.example", "http://evil/"],
  ...["\r", "\n", "\0", "\x01", "\x7f", "\r\nX-Evil: 1", "\r\n\r\nGET /evil HTTP/1.1\r\n"],
];
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE", "get", "FOO"];
const BAD_METHODS = ["", "GET /x HTTP/1.1\r\nX: ", "G T", "GÉT", "GET\n", "CONNECT", "TRACE"];
const BODIES = [
  "",
  "body",
  "é",
  "\0",
  "5\r\nhello\r\n0\r\n\r\nGET /evil HTTP/1.1\r\n\r\n",
  "\ud800",
];
const NAMES = ["Accept", "Cookie", "Content-Type", "Authorization", "X-A", "__proto__", "toString"];
const BAD_NAMES = ["", " X", "X-A ", "X:A", "X\r\nA", "X\0", "É", "X A"];

function text(random: Random, most: number): string {
  let all = "";
  // Line breaks end most attempts at once, so they are rare.
  for (let count = Math.floor(random() * most); count > 0; count -= 1) {
    const piece = pick(random, PIECES);
    if (!/[^\t -~\u0080-\uffff]/.test(piece) || random() < 0.1) all += piece;
  }
  return all;
}

/** What a client and a careless front door may send: [name, values] in any mixture. */
function headers(random: Random): HeaderLines {
  const lines: [string, string][] =
    random() < 0.7 ? hostileLines(random).map(([a, b]) => [a, b]) : [];
  for (let count = Math.floor(random() * 4); count > 0; count -= 1) {
    const name = random() < 0.03 ? pick(random, BAD_NAMES) : pick(random, NAMES);
    lines.push([name, text(random, 4)]);
  }
  return lines;
}

const lists = (lines: HeaderLines) => {
  const map: Record<string, string[]> = Object.create(null);
  for (const [name, value] of lines) {
    map[name] ??= [];
    map[name].push(value);
  }
  return map;
};
const lasts = (lines: HeaderLines) => Object.fromEntries(lines);

/** Makes a request and the event that a front door of some kind would make of it. */
function requested(random: Random): Json {
  const method = random() < 0.03 ? pick(random, BAD_METHODS) : pick(random, METHODS);
  const path = `/${text(random, 6)}`;
  const client = headers(random);
  const query: HeaderLines = [
    [text(random, 3), text(random, 4)],
    ["q", text(random, 4)],
  ];
  const isBase64Encoded = random() < 0.5;
  const text64 = Buffer.from(pick(random, BODIES)).toString("base64");
  const body = random() < 0.3 ? null : isBase64Encoded ? text64 : pick(random, BODIES);
  const maps = random() < 0.5;
  const inMaps = {
    httpMethod: method,
    headers: maps || random() < 0.5 ? lasts(client) : null,
    multiValueHeaders: maps ? null : lists(client),
    queryStringParameters: lasts(query),
    multiValueQueryStringParameters: random() < 0.5 ? lists(query) : null,
    body,
    isBase64Encoded,
  };
  const domainName = pick(random, [undefined, "www.example.com"]);
  const stage = pick(random, ["dev", "$default"]);
  const at = { ...(domainName === undefined ? {} : { domainName }), stage };
  const in2 = {
    rawQueryString: text(random, 6),
    headers: lasts(client),
    ...(random() < 0.3 ? { cookies: [text(random, 3), "a=1"] } : {}),
    body,
    isBase64Encoded,
  };
  const below = stage === "dev" ? `/dev${path}` : path;
  const event = [
    () => restEvent({ ...(inMaps as object), path }),
    () => httpApi1Event({ ...at, path: below }, inMaps as never),
    () => httpApi2Event({ ...at, method, rawPath: below }, in2 as never),
    () => functionUrlEvent({ ...(in2 as object), rawPath: path }),
    () => loadBalancerEvent({ ...(inMaps as object), path, multiValueHeaders: null as never }),
    () => multiValueEvent({ ...(inMaps as object), path, multiValueHeaders: lists(client) }),
  ];
  return pick(random, event)() as unknown as Json;
}

const DEEP = JSON.parse(`${"[".repeat(50_000)}${"]".repeat(50_000)}`);
const JUNK: readonly unknown[] = [
  ...[null, undefined, 0, -1, 1e308, true, false, "", "text", "\r\nX-Evil: 1", "\0", "\ud800"],
  ...[[], {}, [[]], [null], [5], ["a", "b"], { a: 1 }, { length: 5 }, { toString: 1, valueOf: 1 }],
  ...["/".repeat(3000), "%".repeat(3000), "/a".repeat(3000), "{a".repeat(3000), " ".repeat(9000)],
  ...["[".repeat(3000), "1:".repeat(3000), DEEP, { a: DEEP }],
];
const EXTRA = [
  "type",
  "methodArn",
  "routeArn",
  "source",
  "detail-type",
  "Records",
  "version",
  "megamode",
];

/** Puts a value of any type somewhere into an event, or takes one out of it. */
function broken(random: Random, event: Json): Json {
  const copy: Json = { ...event };
  let at = copy;
  let key = pick(random, random() < 0.1 ? EXTRA : Object.keys(copy));
  for (let depth = 0; depth < 3 && random() < 0.6; depth += 1) {
    const inner = at[key];
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) break;
    const next: Json = Object.assign(Object.create(null), inner);
    const keys = Object.keys(next);
    if (keys.length === 0) break;
    at[key] = next;
    at = next;
    key = pick(random, keys);
  }
  if (random() < 0.2) delete at[key];
  else at[key] = pick(random, JUNK);
  return copy;
}

/** Makes an event of some source: half of them are what a front door could send, the others are broken. */
export function anyEvent(random: Random): Json {
  let event = requested(random);
  if (random() < 0.5) return event;
  for (let times = 1 + Math.floor(random() * 3); times > 0; times -= 1) {
    event = broken(random, event);
  }
  return event;
}

const TYPES = [
  "text/html",
  "application/json",
  "image/png",
  "text/plain; charset=latin1",
  "",
  "+json",
];

/** Makes an answer of a rack server: headers as an HTTP parser lets them through, a body of any bytes. */
export function anyResponse(random: Random): HttpResponse {
  const value = () => text(random, 4).replace(/[^\t\x20-\x7e\x80-\uffff]/g, "");
  const headers: [string, string][] = [["Content-Type", pick(random, TYPES)]];
  for (let count = Math.floor(random() * 5); count > 0; count -= 1) {
    headers.push([
      pick(random, [...NAMES, "Set-Cookie", "set-cookie", "Connection", "Content-Encoding"]),
      value(),
    ]);
  }
  const bytes = () => Buffer.from(Array.from({ length: 30 }, () => Math.floor(random() * 256)));
  const body = random() < 0.5 ? bytes() : Buffer.from(text(random, 9) + '"'.repeat(random() * 20));
  return {
    status: pick(random, [200, 200, 200, 204, 299, 302, 304, 404, 500, 599]),
    headers,
    body,
  };
}
