import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { allFixtures, type Fixture } from "../../conformance/expand.ts";
import { chooseAdapter } from "../../runtime/src/events/adapters.ts";
import { answerHttp } from "../../runtime/src/requests/answer.ts";
import { invocationOf, NOW, proxyBefore, withoutOurs } from "./proxy.ts";
import { RawServer } from "./raw-server.ts";

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
  const invocation = invocationOf(fixture.lambda, fixture.configuration);
  const adapter = chooseAdapter(fixture.event);
  try {
    const result = (await answerHttp(adapter, fixture.event, invocation, deps)) as Result;
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

/** Takes the proxy's own headers out of a result. */
function exact(result: Result): Result {
  const maps = ["headers", "multiValueHeaders"].filter((map) => map in result);
  return Object.fromEntries([
    ...Object.entries(result),
    ...maps.map((map) => [map, withoutOurs(result[map] as Record<string, unknown>)]),
  ]);
}

describe.each(
  [...Map.groupBy(allFixtures(), ({ source }) => source)].map(([source, all]) => ({ source, all })),
)("$source", ({ all }) => {
  test.each(all)("$name", async (fixture) => {
    const { result, received: requests } = await run(fixture);
    expect(seen(requests)).toEqual(received(fixture));
    if (fixture.result !== undefined) expect(exact(result)).toEqual(fixture.result);
    expect(result.statusCode).toBe(fixture.status);
  });
});
