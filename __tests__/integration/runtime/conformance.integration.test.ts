import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { allFixtures } from "../../../conformance/expand.ts";
import type { Fixture } from "../../../conformance/types.ts";
import { recognise } from "../../../runtime/src/events/recognise.ts";
import { answerHttp } from "../../../runtime/src/requests/answer.ts";
import { invocationOf } from "../../conformance/proxy.ts";
import { installServers, type RealServer, startServer } from "./real-servers.ts";

// Answers with all that Rack gives the app. Bytes that are no UTF-8 could not stand in JSON: values come as base64.
const APP = `
require "json"
require "rack/lint"
use Rack::Lint
run(lambda { |env|
  texts = env.select { |_, value| value.is_a?(String) }.transform_values { |value| [value].pack("m0") }
  texts["RACK_RELEASE"] = [Rack.release].pack("m0")
  body = [env["rack.input"]&.read.to_s].pack("m0")
  headers = { "content-type" => "application/json", "cache-control" => "no-transform" }
  [200, headers, [JSON.generate(env: texts, body: body)]]
})
`;

/** What Rack itself puts among the headers. */
const RACKS_OWN = new Set(["HTTP_VERSION"]);

/** What an app reads of a request. */
const ASKED = /^(REQUEST_METHOD|SCRIPT_NAME|PATH_INFO|QUERY_STRING|CONTENT_(TYPE|LENGTH)|HTTP_.*)$/;

const DEADLINE = /(?<="deadlineMs":)\d+/;

interface Result {
  readonly statusCode: number;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

async function run({ event, lambda, configuration }: Fixture, server: RealServer): Promise<Result> {
  const recognised = recognise(event, undefined);
  if (recognised.kind !== "http") throw new Error(`the event is ${recognised.kind}`);
  const { context, ...invocation } = invocationOf(lambda, configuration);
  const inTime = { ...context, getRemainingTimeInMillis: () => 60_000 };
  const given = { ...invocation, context: inTime };
  return (await answerHttp(recognised.adapter, event, given, server.deps)) as Result;
}

/** What the app sees of a fixture's request: CGI's variables (RFC 3875). */
function wanted({ request }: Fixture) {
  const { method, prefix, target, headers, body } = request!;
  const [path = "", ...query] = target.split("?");
  const lines = Object.entries(headers).map(([name, values]) => [
    cgi(name),
    values.join(", ").replace(DEADLINE, ""),
  ]);
  return {
    env: {
      REQUEST_METHOD: method,
      SCRIPT_NAME: prefix,
      PATH_INFO: path,
      QUERY_STRING: query.join("?"),
      ...Object.fromEntries(lines),
    },
    body: body.toString("base64"),
  };
}

function cgi(name: string): string {
  const variable = name.toUpperCase().replaceAll("-", "_");
  return /^content-(type|length)$/.test(name) ? variable : `HTTP_${variable}`;
}

/** The same of what the app has answered, without what the server adds. */
function seen(result: Result, names = ASKED) {
  const text = Buffer.from(result.body, result.isBase64Encoded ? "base64" : "utf8").toString();
  // The clock is the real one: the fixtures' deadline has long passed.
  const { env, body } = JSON.parse(text) as { env: Record<string, string>; body: string };
  const kept = Object.entries(env).filter(([name]) => names.test(name) && !RACKS_OWN.has(name));
  const texts = kept.map(([name, value]) => [
    name,
    Buffer.from(value, "base64").toString().replace(DEADLINE, ""),
  ]);
  return { env: Object.fromEntries(texts), body };
}

/** Of the requests, each once: CONNECT is none to an app, and an answer to HEAD could not show what was asked. */
const requests = new Map(
  allFixtures()
    .filter(({ request }) => request && !["CONNECT", "HEAD"].includes(request.method))
    .map((fixture) => [JSON.stringify([fixture.event, fixture.configuration]), fixture]),
);

describe.each([2, 3] as const)("an app under Rack::Lint, with Puma and Rack %s,", (rack) => {
  let server: RealServer;
  beforeAll(() => {
    server = startServer("puma", installServers(rack), { configRu: APP, rack });
  });
  afterAll(() => server.stop());

  test("has that Rack", async () => {
    const [fixture] = requests.values();
    const { env } = seen(await run(fixture!, server), /^RACK_RELEASE$/);
    expect(env.RACK_RELEASE).toMatch(new RegExp(`^${rack}\\.`));
  });

  test.each([...requests.values()])("sees $name", async (fixture) => {
    const result = await run(fixture, server);
    expect(result.statusCode).toBe(200);
    expect(seen(result)).toEqual(wanted(fixture));
  });
});
