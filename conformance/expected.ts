import type { Case, Changes, Content, ExpectedRequest, Lambda, Source } from "./types.ts";

/** Returns what the server must receive of a case's event. */
export function request(
  source: Source,
  one: Case,
  event: unknown,
  lambda: Lambda,
): ExpectedRequest {
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
export function changed(event: object, changes: Changes): unknown {
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

/** Returns the bytes that a case states. */
export function bytes(content: Content): Buffer {
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
