import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { allFixtures } from "../../conformance/expand.ts";
import type { Fixture } from "../../conformance/types.ts";
import { recognise } from "../../runtime/src/events/recognise.ts";
import { answerHttp } from "../../runtime/src/requests/answer.ts";
import { streamHttp } from "../../runtime/src/requests/stream-http.ts";
import { invocationOf, NOW, proxyBefore, withoutOurs } from "./proxy.ts";
import { RawServer } from "./raw-server.ts";
import { StreamedResponse } from "./streamed-response.ts";

let server: RawServer;
beforeAll(async () => {
  server = await RawServer.start();
  jest.spyOn(Date, "now").mockReturnValue(NOW);
});
afterAll(() => server.stop());

type Result = Readonly<Record<string, unknown>>;

/** Runs a fixture through the proxy, before a server that answers with the fixture's bytes. */
async function run(fixture: Fixture) {
  server.received = [];
  server.response = fixture.response;
  const { deps, forwarder } = proxyBefore(server.path);
  const { event, lambda, configuration } = fixture;
  const invocation = invocationOf(lambda, configuration);
  const recognised = recognise(event, undefined);
  if (recognised.kind !== "http") throw new Error(`the event is ${recognised.kind}`);
  const { adapter } = recognised;
  const streamed = new StreamedResponse();
  try {
    if (fixture.stream) await streamHttp(adapter, event, invocation, deps, streamed);
    const result = fixture.stream
      ? streamed.parsed()
      : ((await answerHttp(adapter, event, invocation, deps)) as Result);
    return { result, received: server.received };
  } finally {
    forwarder.close();
  }
}

function received({ request }: Fixture) {
  if (request === undefined) return [];
  const { method, target, headers, body, prefix } = request;
  return [{ line: `${method} ${target} HTTP/1.1`, headers, body: body.toString("base64"), prefix }];
}

const seen = (all: RawServer["received"]) =>
  all.map(({ line, headers, body }) => ({
    line,
    headers: withoutOurs(headers),
    body: body.toString("base64"),
    prefix: headers["x-megamode-prefix"]?.join(),
  }));

/** Takes the proxy's own headers out of a result. The case of a name does not count, but no name may come twice. */
function exact(result: Result): Result {
  const maps = ["headers", "multiValueHeaders"].filter((map) => map in result);
  const lower = (map: string) => {
    const all = Object.entries(result[map] as object);
    const names = new Map(all.map(([name, value]) => [name.toLowerCase(), value]));
    if (names.size < all.length) throw new Error("a name comes twice, in different cases");
    return [map, withoutOurs(Object.fromEntries(names))] as const;
  };
  return { ...result, ...Object.fromEntries(maps.map(lower)) };
}

const fixtures = allFixtures();

describe.each([...new Set(fixtures.map(({ source }) => source))])("%s", (source) => {
  test.each(fixtures.filter((fixture) => fixture.source === source))("$name", async (fixture) => {
    const { result, received: requests } = await run(fixture);
    expect(seen(requests)).toEqual(received(fixture));
    if (fixture.result !== undefined) {
      expect(exact(result)).toEqual(exact(fixture.result as Result));
    }
    if (fixture.stream !== undefined) {
      const { prelude, body } = fixture.stream;
      const { streamed, ...head } = result;
      expect(exact(head)).toEqual(exact(prelude as unknown as Result));
      expect(body.equals(streamed as Buffer)).toBe(true);
    }
    expect(result.statusCode).toBe(fixture.status);
  });
});
