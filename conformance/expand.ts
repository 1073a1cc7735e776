import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Writes the fixtures out in full: each event, the request that the server must receive, the response that it gives and the
 * result. README.md says what the members mean. `node conformance/expand.ts [TEXT]` prints those whose name contains the
 * text, one JSON object a line.
 */
export interface Fixture {
  /** File, case and source. */
  readonly name: string;
  readonly rules: readonly string[];
  readonly source: string;
  readonly event: unknown;
  readonly lambda: Lambda;
  readonly configuration: Configuration;
  /** Undefined: nothing may reach the server. */
  readonly request: ExpectedRequest | undefined;
  /** What the server answers, byte for byte. */
  readonly response: Buffer;
  /** The exact result; undefined if only its status counts, because its text is the adapter's own. */
  readonly result: unknown;
  readonly status: number;
  /** What is streamed, in place of a result. */
  readonly stream?: { readonly prelude: { readonly statusCode: number }; readonly body: Buffer };
}

export interface ExpectedRequest {
  readonly method: string;
  /** SCRIPT_NAME. */
  readonly prefix: string;
  /** PATH_INFO, encoded, and the query: the request line's target. */
  readonly target: string;
  /** All headers, by lower-case name, each with its lines in order. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: Buffer;
}

export interface Lambda {
  readonly requestId: string;
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string;
  readonly deadlineMs: number;
  readonly traceId: string | null;
  readonly tenantId: string | null;
}

export interface Configuration {
  readonly publicUrl?: string;
  readonly authorizationSource?: string;
  readonly trustedProxy?: {
    readonly headers: readonly string[];
    readonly secretHeader: string;
    readonly secret: string;
  };
}

/** An event that is no request: what becomes of it. */
export interface NotHttp {
  readonly name: string;
  readonly rules: readonly string[];
  readonly source: string;
  readonly outcome: "refused" | "answered" | "other";
  readonly event: unknown;
}

type Changes = Readonly<Record<string, unknown>>;
type Content =
  | string
  | { readonly base64: string }
  | { readonly repeat: string; readonly times: number };
type Headers = Readonly<Record<string, readonly string[] | null>>;

interface Case {
  readonly name: string;
  readonly rules: readonly string[];
  readonly events: Readonly<Record<string, Changes>>;
  readonly context?: Partial<Lambda>;
  readonly configuration?: Configuration;
  readonly request?: {
    readonly method?: string;
    readonly prefix?: string;
    readonly target?: string;
    readonly headers?: Headers;
    readonly body?: Content;
  } | null;
  readonly response?: { readonly head: readonly string[]; readonly body: Content };
  readonly results?: Readonly<Record<string, unknown>>;
  readonly streams?: Readonly<
    Record<string, { readonly prelude: { readonly statusCode: number }; readonly body: Content }>
  >;
  readonly status?: number;
}

interface Source {
  readonly source: string;
  readonly event: object;
  readonly request: {
    readonly method: string;
    readonly prefix: string;
    readonly target: string;
    readonly headers: Readonly<Record<string, readonly string[]>>;
    readonly body?: Content;
  };
  readonly result: { readonly statusCode: number };
}

const folder = fileURLToPath(new URL(".", import.meta.url));
const read = <T>(file: string) => JSON.parse(readFileSync(join(folder, file), "utf8")) as T;

const OK = {
  head: ["HTTP/1.1 200 OK", "content-type: text/plain", "content-length: 2"],
  body: "ok",
};

/** Returns the fixtures of all files in `cases/`, one for each case and event. */
export function allFixtures(): Fixture[] {
  const sources = {
    ...read<Record<string, Source>>("sources.json"),
    ...read<Record<string, Source>>("others.json"),
  };
  const lambda = read<Lambda>("lambda.json");
  return readdirSync(join(folder, "cases"))
    .sort()
    .flatMap((file) =>
      read<Case[]>(join("cases", file)).flatMap((one) =>
        Object.entries(one.events).map(([on, changes]) => {
          const source = sources[on];
          if (source === undefined) throw new Error(`${file}: no source is named ${on}`);
          const name = `${file.replace(/\.json$/, "")}: ${one.name} (${on})`;
          return expand(name, on, one, source, changes, lambda);
        }),
      ),
    );
}

/** Returns the events that are no requests. */
export function allNotHttp(): NotHttp[] {
  return read<NotHttp[]>("not-http.json");
}

function expand(
  name: string,
  on: string,
  one: Case,
  source: Source,
  changes: Changes,
  constant: Lambda,
): Fixture {
  const event = changed(source.event, changes);
  const lambda = { ...constant, ...one.context };
  const given =
    one.results && Object.entries(one.results).find(([to]) => to.split(" ").includes(on));
  if (one.results && !given) throw new Error(`${name}: no result`);
  const stream = one.streams?.[on];
  const usual = one.status === undefined && !stream ? source.result : undefined;
  const result = given ? given[1] : usual;
  const { head, body } = one.response ?? OK;
  return {
    name,
    rules: one.rules,
    source: source.source,
    event,
    lambda,
    configuration: one.configuration ?? {},
    request: one.request === null ? undefined : request(source, one, event, lambda),
    response: Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`), bytes(body)]),
    result,
    status: one.status ?? (stream?.prelude ?? (result as { statusCode: number })).statusCode,
    ...(stream && { stream: { prelude: stream.prelude, body: bytes(stream.body) } }),
  };
}

function request(source: Source, one: Case, event: unknown, lambda: Lambda): ExpectedRequest {
  const { headers = {}, body, ...rest } = one.request ?? {};
  const context = (event as { requestContext: object }).requestContext;
  const values: Readonly<Record<string, string>> = {
    "{requestId}": lambda.requestId,
    "{traceId}": lambda.traceId ?? "",
    "{requestContext}": ascii(context),
    "{lambdaContext}": ascii(lambdaContext(lambda)),
  };
  const lines = Object.entries({ ...source.request.headers, ...headers }).flatMap(
    ([name, all]): [string, string[]][] =>
      all === null ? [] : [[name, all.map((value) => values[value] ?? value)]],
  );
  return {
    ...source.request,
    ...rest,
    headers: Object.fromEntries(lines),
    body: bytes(body ?? source.request.body ?? ""),
  };
}

/** What X-Amzn-Lambda-Context holds. */
function lambdaContext(lambda: Lambda): object {
  const { requestId, functionName, functionVersion, invokedFunctionArn, memoryLimitInMB } = lambda;
  const { deadlineMs } = lambda;
  const context = {
    functionName,
    functionVersion,
    invokedFunctionArn,
    memoryLimitInMB,
    deadlineMs,
  };
  return { awsRequestId: requestId, ...context };
}

/** Copies an event and sets members of it: `a.b` is a member of a member, `-a.b` takes one away. */
function changed(event: object, changes: Changes): unknown {
  const copy = structuredClone(event) as Record<string, unknown>;
  for (const [path, value] of Object.entries(changes)) {
    const [last, ...above] = path.replace(/^-/, "").split(".").reverse() as [string, ...string[]];
    let inner = copy;
    for (const key of above.reverse()) {
      inner[key] ??= {};
      inner = inner[key] as Record<string, unknown>;
    }
    if (path.startsWith("-")) delete inner[last];
    else inner[last] = value;
  }
  return copy;
}

function bytes(content: Content): Buffer {
  if (typeof content === "string") return Buffer.from(content);
  if ("base64" in content) return Buffer.from(content.base64, "base64");
  return Buffer.from(content.repeat.repeat(content.times));
}

/** Writes JSON in ASCII, as a header's value must be. */
function ascii(value: object): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wanted = process.argv[2] ?? "";
  // Such as `| head -1`.
  process.stdout.on("error", () => process.exit());
  const readable = (_: string, value: unknown) =>
    (value as { type?: string } | null)?.type === "Buffer"
      ? { base64: Buffer.from((value as { data: number[] }).data).toString("base64") }
      : value;
  for (const fixture of allFixtures().filter(({ name }) => name.includes(wanted))) {
    process.stdout.write(`${JSON.stringify(fixture, readable)}\n`);
  }
}
