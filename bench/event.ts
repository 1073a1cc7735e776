import { type Answer, CLIENT, HOST, readAnswer, SENT } from "./page.ts";

/** Makes a REST API's event for a page at the root of a domain: there the page is the same as without a front door. */
export function eventFor(target: string) {
  const { pathname, searchParams } = new URL(target, `https://${HOST}`);
  const query = [...new Set(searchParams.keys())].map((name) => [name, searchParams.getAll(name)]);
  return {
    resource: pathname === "/" ? "/" : "/{proxy+}",
    path: pathname,
    httpMethod: "GET",
    multiValueHeaders: Object.fromEntries(Object.entries(SENT).map(([name, v]) => [name, [v]])),
    multiValueQueryStringParameters: query.length > 0 ? Object.fromEntries(query) : null,
    pathParameters: pathname === "/" ? null : { proxy: pathname.slice(1) },
    body: null,
    isBase64Encoded: false,
    requestContext: {
      resourceId: "bench",
      path: pathname,
      domainName: HOST,
      identity: { sourceIp: CLIENT },
    },
  };
}

/** What the function returns for it. */
export interface Result {
  readonly statusCode: number;
  readonly multiValueHeaders: Readonly<Record<string, readonly string[]>>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

export function toAnswer({ statusCode, multiValueHeaders, body, isBase64Encoded }: Result): Answer {
  const headers = new Map(
    Object.entries(multiValueHeaders).map(([name, [value]]) => [name.toLowerCase(), value]),
  );
  const text = Buffer.from(body, isBase64Encoded ? "base64" : "utf8").toString("utf8");
  return readAnswer(statusCode, (name) => headers.get(name), text);
}
