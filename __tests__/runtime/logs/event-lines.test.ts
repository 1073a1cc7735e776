import { describe, expect, test } from "@jest/globals";
import { eventLines } from "../../../runtime/src/logs/event-lines.ts";

/** Values that must never be in a log, wherever they are. */
const SECRET = "s3cr3t";

function parse(event: unknown, target?: string) {
  const [first = "", second] = eventLines(event, target).split("\n");
  expect(first).toMatch(/^Event: /);
  return {
    event: JSON.parse(first.replace("Event: ", "")),
    parameters: second ? JSON.parse(second.replace("Parameters: ", "")) : undefined,
  };
}

describe("an event", () => {
  test("shows what leads to the app, and which headers, parameters and cookies there were", () => {
    const event = {
      version: "2.0",
      routeKey: "$default",
      rawPath: "/posts",
      rawQueryString: `page=2&token=${SECRET}`,
      cookies: [`session=${SECRET}`],
      headers: {
        Accept: "text/html",
        Authorization: `Bearer ${SECRET}`,
        cookie: `session=${SECRET}`,
        referer: `https://x/?token=${SECRET}`,
        "X-Api-Key": SECRET,
        "X-CDN-Secret": SECRET,
        path: SECRET,
      },
      queryStringParameters: { page: "2", token: SECRET, Password: SECRET, path: SECRET },
      pathParameters: { proxy: "posts", token: SECRET },
      stageVariables: { stage: SECRET },
      requestContext: {
        requestId: "id",
        timeEpoch: 1,
        accountId: "1",
        http: { method: "GET", path: "/posts", sourceIp: "203.0.113.9" },
        authorizer: { jwt: { claims: { path: SECRET } }, principalId: SECRET, stage: SECRET },
        identity: { apiKey: SECRET, sourceIp: "203.0.113.9", cognitoIdentityId: SECRET },
      },
      body: SECRET,
      isBase64Encoded: false,
      nobodyKnows: { stage: SECRET },
    };
    const text = eventLines(event, `/posts?page=2&token=${SECRET}&a[b]=${SECRET}`);
    expect(text).not.toContain(SECRET);
    const shown = parse(event, `/posts?page=2&token=${SECRET}&a[]=1&a[]=2`);
    expect(shown.event).toMatchObject({
      rawPath: "/posts",
      rawQueryString: "[FILTERED]",
      cookies: ["[FILTERED]"],
      headers: { Accept: "text/html", Authorization: "[FILTERED]" },
      queryStringParameters: { page: "2", token: "[FILTERED]" },
      pathParameters: { proxy: "posts" },
      requestContext: { http: { method: "GET", path: "/posts" }, timeEpoch: 1 },
      body: "[FILTERED]",
      isBase64Encoded: false,
    });
    expect(shown.parameters).toEqual({
      page: "2",
      token: "[FILTERED]",
      "a[]": ["[FILTERED]", "[FILTERED]"],
    });
  });

  test("hides the name of a parameter that has no value: it may be a token", () => {
    const event = {
      queryStringParameters: { [SECRET]: "", page: "" },
      multiValueQueryStringParameters: { [SECRET]: [""], utf8: ["", "x"] },
    };
    const text = eventLines(event, `/unsubscribe?${SECRET}&page=&locale`);
    expect(text).not.toContain(SECRET);
    expect(text).toContain('Parameters: {"[FILTERED]":"","page":"","locale":""}');
    expect(text).toContain('"queryStringParameters":{"[FILTERED]":"","page":""}');
  });

  test.each([SECRET, [SECRET], 42])("that is no object is hidden: %j", (event) => {
    expect(eventLines(event, undefined)).toMatch(/^Event: (\["\[FILTERED\]"\]|"\[FILTERED\]")\n$/);
  });

  test("with lists of values hides each of them", () => {
    const { event } = parse({
      multiValueHeaders: { accept: ["a", "b"], "x-token": [SECRET] },
      multiValueQueryStringParameters: { page: ["1", "2"], token: [SECRET] },
      body: null,
    });
    expect(event).toEqual({
      multiValueHeaders: { accept: ["a", "b"], "x-token": ["[FILTERED]"] },
      multiValueQueryStringParameters: { page: ["1", "2"], token: ["[FILTERED]"] },
      body: null,
    });
  });

  test.each([
    [{ headers: { "user-agent": "x".repeat(10_000_000) } }],
    [{ headers: Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`x-${i}`, "y"])) }],
    [{ requestContext: { requestContext: { path: ["x".repeat(10_000), null, 1, {}, []] } } }],
    [{ headers: { "accept\n\u001b[2J": "a\r\nb", "user-agent": "a\u009b2J\u0085\u2028\u007fb" } }],
    [null],
    ["text"],
  ])("of any size and form becomes one short line", (event) => {
    const text = eventLines(event, `/?${"a=1&".repeat(50_000)}`);
    expect(text.split("\n")).toHaveLength(3);
    expect(text.length).toBeLessThan(40_000);
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
  });
});
