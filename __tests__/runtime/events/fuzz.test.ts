import { isIP } from "node:net";
import { describe, expect, test } from "@jest/globals";
import type { Adapter, Invocation } from "../../../runtime/src/events/adapter.ts";
import { recognise } from "../../../runtime/src/events/recognise.ts";
import {
  BadRequestError,
  type HttpRequest,
  type HttpResponse,
} from "../../../runtime/src/http/message.ts";
import { renderProblem } from "../../../runtime/src/http/problem-page.ts";
import { requestHead } from "../../../runtime/src/http/request-head.ts";
import { anyEvent, anyResponse } from "./fuzz.ts";
import { GUARDED, seeded } from "./hostile-headers.ts";
import { invocation } from "./rest-event.ts";
import { readByNode, written, wrongWith } from "./wire.ts";

const EVENTS = Number(process.env.MEGAMODE_FUZZ_EVENTS ?? 3000);
const SEED = Number(
  process.env.MEGAMODE_FUZZ_SEED ?? (EVENTS > 3000 ? Date.now() % 2 ** 31 : 20260103),
);

/** How many requests go over one connection. */
const BATCH = 500;
const KNOWN = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE"]);

/** What the proxy or the front door writes once; nothing else that is guarded reaches the app. */
const ONCE = [
  ...["host", "x-forwarded-proto", "x-forwarded-port", "x-forwarded-host", "x-request-id"],
  ...["x-amzn-trace-id", "x-amzn-request-context", "x-amzn-lambda-context"],
];
const AT_MOST_ONCE = ["x-forwarded-for", "content-length", "cookie"];
const NEVER = GUARDED.map((name) => name.toLowerCase()).filter(
  (name) => !ONCE.includes(name) && !AT_MOST_ONCE.includes(name),
);

/** What a refused event is answered with. */
const PAGE = renderProblem({ status: 400, title: "Bad request", detail: "" }, []);

/** What may stand in front of the stage. No client has the CDN's secret. */
const INVOCATIONS: readonly Invocation[] = [
  invocation,
  { ...invocation, publicUrl: { host: "www.example.com", port: "443", prefix: "/shop" } },
  { ...invocation, authorizationSource: "x-a" },
  {
    ...invocation,
    trustedProxy: {
      names: ["forwarded", "x-forwarded-for"],
      header: "x-b",
      secret: "0".repeat(16),
    },
  },
];

/** The addresses that the front door saw, and the hosts that it wrote. */
function known(event: Record<string, unknown>, of: Invocation) {
  const context = Object(event.requestContext);
  const source = Object(context.identity ?? context.http).sourceIp;
  const hosts = ["headers", "multiValueHeaders"].flatMap((map) =>
    Object.entries(Object(event[map])).flatMap(([name, value]) =>
      name.toLowerCase() === "host" ? value : [],
    ),
  );
  return {
    source: typeof source === "string" && isIP(source.trim()) ? source.trim() : undefined,
    hosts: of.publicUrl ? [of.publicUrl.host] : [...hosts, context.domainName, "localhost"],
  };
}

/** Says what is wrong with a request that is made of an event; undefined if nothing is. */
function wrongRequest(
  event: Record<string, unknown>,
  request: HttpRequest,
  of: Invocation,
): string | undefined {
  const lines = new Map<string, string[]>();
  for (const [name, value] of request.headers) lines.set(name, [...(lines.get(name) ?? []), value]);
  const value = (name: string) => lines.get(name)?.[0];
  const names = [...lines.keys()];
  const several = [...ONCE, ...AT_MOST_ONCE].find((name) => (lines.get(name)?.length ?? 0) > 1);
  if (several) return `${several} comes twice`;
  const missing = ONCE.find((name) => !lines.has(name));
  if (missing) return `${missing} is missing`;
  const forged = names.find(
    (name) => NEVER.includes(name) || name.includes("_") || /^x-megamode-/.test(name),
  );
  if (forged) return `${forged} is the client's`;
  if (value("x-request-id") !== invocation.context.awsRequestId) return "the id is forged";
  if (value("x-amzn-trace-id") !== invocation.traceId) return "the trace is forged";
  if (!JSON.parse(value("x-amzn-lambda-context")!).functionName) return "the context is forged";
  const context = JSON.stringify(JSON.parse(value("x-amzn-request-context")!));
  if (context !== (JSON.stringify(event.requestContext) ?? "null")) return "another context";
  if (!/^[\w.:[\]-]+$/.test(value("host")!)) return "the host is none";
  if (value("x-forwarded-host") !== value("host")) return "another forwarded host";
  if (!/^https?$/.test(value("x-forwarded-proto")!)) return "no scheme";
  if (!/^\d{1,5}$/.test(value("x-forwarded-port")!)) return "no port";
  const last = value("x-forwarded-for")?.split(", ").at(-1);
  if (last !== undefined && isIP(last) === 0) return "the client's address is none";
  const { source, hosts } = known(event, of);
  if (source !== undefined && last !== source) return "the client's address is another";
  const host = value("host");
  const wrote = hosts.some((one) => (typeof one === "object" ? undefined : String(one)) === host);
  if (!wrote) return `nobody wrote the host ${host}`;
  if (of.publicUrl && request.prefix !== of.publicUrl.prefix) return "not the public prefix";
  if (!/^(\/[\x21-\x7e]+)*$/.test(request.prefix) || /\/\/|\/$/.test(request.prefix)) {
    return `the prefix ${request.prefix}`;
  }
  if (!/^\/(?![/\\])[\x21-\x7e]*$/.test(request.target)) return `the target ${request.target}`;
  const url = new URL(request.prefix + request.target, "https://own.example");
  if (url.host !== "own.example") return `another host: ${url.host}`;
  if (request.body?.length === 0) return "an empty body";
  const bytes = written(request);
  // What the HTTP client would refuse is refused before, and it sends the rest as it is.
  const head = Buffer.from(requestHead(request));
  if (!bytes.subarray(0, head.length).equals(head)) return "the client sends another head";
  return wrongWith(bytes);
}

/** Says what is wrong with a result; undefined if nothing is. */
function wrongResult(
  // biome-ignore lint/suspicious/noExplicitAny: of any adapter
  adapter: Adapter<any>,
  event: unknown,
  method: string,
  response: HttpResponse,
): string | undefined {
  const result = JSON.parse(JSON.stringify(adapter.toResult(event, response)));
  if (result.statusCode !== response.status) return "another status";
  const body = Buffer.from(result.body, result.isBase64Encoded ? "base64" : "utf8");
  const none = method === "HEAD" || response.status === 204 || response.status === 304;
  if (!body.equals(none ? Buffer.alloc(0) : response.body)) return "another body";
  if (Buffer.byteLength(JSON.stringify(result.body)) > Math.ceil(body.length / 3) * 4 + 2) {
    return "a body longer than base64";
  }
  const texts = Object.values({ ...result.headers }).concat(result.cookies ?? []);
  const listed = Object.values({ ...result.multiValueHeaders }).flat();
  if (![...texts, ...listed].every((one) => typeof one === "string")) return "a value is no text";
  adapter.warnings(event, response);
  return undefined;
}

describe(`whatever an event holds (seed ${SEED}, ${EVENTS} events)`, () => {
  test("it becomes one right request or a clean refusal, and any answer to it a right result", async () => {
    const random = seeded(SEED);
    const kinds = new Map<string, number>();
    const count = (kind: string) => kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    let batch: HttpRequest[] = [];
    const check = async () => {
      const sent = batch;
      batch = [];
      const read = await readByNode(sent.map(written));
      expect(read).toEqual(
        sent.map(({ method, target, body }) => ({
          method,
          url: target,
          body: body ?? Buffer.alloc(0),
        })),
      );
    };
    for (let round = 0; round < EVENTS; round += 1) {
      const event = anyEvent(random);
      const recognised = recognise(event, undefined);
      if (recognised.kind !== "http") {
        count(recognised.kind);
        continue;
      }
      const { adapter } = recognised;
      const fail = (wrong: string) => {
        throw new Error(`event ${round} of seed ${SEED}: ${wrong}: ${adapter.name}`);
      };
      const of = INVOCATIONS[round % INVOCATIONS.length]!;
      let request: HttpRequest | undefined;
      try {
        request = adapter.toRequest(event, of);
      } catch (error) {
        if (!(error instanceof BadRequestError)) fail(String(error));
      }
      count(request ? adapter.name : `${adapter.name}: 400`);
      const answer = request ? anyResponse(random) : PAGE;
      const method = String(event.httpMethod ?? Object(Object(event.requestContext).http).method);
      const wrong =
        (request && wrongRequest(event, request, of)) ??
        wrongResult(adapter, event, method, answer);
      if (wrong !== undefined) fail(wrong);
      if (request && KNOWN.has(request.method)) batch.push(request);
      if (batch.length === BATCH) await check();
    }
    await check();
    // Neither all events nor none are refused, whatever their source.
    for (const name of [
      "REST API",
      "HTTP API (payload 1.0)",
      "HTTP API (payload 2.0)",
      "Function URL",
    ]) {
      expect(kinds.get(name)).toBeGreaterThan(EVENTS / 50);
      expect(kinds.get(`${name}: 400`)).toBeGreaterThan(EVENTS / 500);
    }
    expect(kinds.get("Application Load Balancer")).toBeGreaterThan(EVENTS / 50);
  });
});
