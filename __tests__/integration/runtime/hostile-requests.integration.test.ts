import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import {
  type RestApiEvent,
  type RestApiResult,
  restApi,
} from "../../../runtime/src/events/rest-api.ts";
import type { HeaderLines, HttpResponse } from "../../../runtime/src/http/message.ts";
import { loadDeferred } from "../../../runtime/src/messages/load-deferred.ts";
import { answerHttp } from "../../../runtime/src/requests/answer.ts";
import { answerEvent } from "../../../runtime/src/requests/answer-event.ts";
import {
  arrivedEvent,
  hostileLines,
  SOURCE,
  seeded,
  throughLaxDoor,
} from "../../runtime/events/hostile-headers.ts";
import { invocation } from "../../runtime/events/rest-event.ts";
import { installServers, type RealServer, type ServerName, startServer } from "./real-servers.ts";

const SEED = 20260103;
const REQUESTS = 200;

let abi: string;
beforeAll(() => {
  abi = installServers();
});

interface Seen {
  readonly env: Readonly<Record<string, string>>;
  readonly asked: Readonly<Record<string, unknown>>;
  readonly body: string;
}

const answer = (event: RestApiEvent, { deps }: RealServer) =>
  answerHttp(restApi, event, invocation, deps) as Promise<RestApiResult>;
const read = (result: RestApiResult): Seen =>
  JSON.parse(Buffer.from(result.body, result.isBase64Encoded ? "base64" : "utf8").toString());

/** A request with a body or none, and a number by which an answer to another request would be noticed. */
function numbered(client: HeaderLines, number: number): RestApiEvent {
  const event = arrivedEvent(client, number % 2 ? { method: "POST", body: "body" } : {})!;
  return {
    ...throughLaxDoor(client, event),
    multiValueQueryStringParameters: { n: [String(number)] },
  };
}

/** All that the app sees, but for what is new with each request and for what a client may send. */
function constant({ env, asked, body }: Seen) {
  const {
    QUERY_STRING: _query,
    REQUEST_URI: _uri,
    HTTP_X_FORWARDED_FOR: forwardedFor = "",
    HTTP_X_AMZN_LAMBDA_CONTEXT: _deadline,
    REMOTE_PORT: _port,
    ...rest
  } = env;
  return { env: rest, asked, body, seenLast: forwardedFor.split(/[\s,]+/).at(-1) };
}

describe.each<ServerName>(["puma", "unicorn", "falcon", "webrick"])("behind %s", (name) => {
  let server: RealServer;
  beforeAll(() => {
    const environment = { MEGAMODE_EVENTS_PATH: "/hooks/events" };
    server = startServer(name, abi, { environment });
  });
  afterAll(() => server.stop());

  test(`no header of a client changes what the app sees, nor where a request ends (seed ${SEED})`, async () => {
    const wanted: ReturnType<typeof constant>[] = [];
    for (const number of [0, 1]) {
      wanted.push(constant(read(await answer(numbered([], number), server))));
    }
    expect(wanted).toMatchObject([
      { env: { REQUEST_METHOD: "GET", SCRIPT_NAME: "/dev" }, body: "" },
      { env: { REQUEST_METHOD: "POST", REMOTE_ADDR: SOURCE }, body: "body" },
    ]);
    const asked = { ip: SOURCE, host: "localhost", port: 443, scheme: "https" };
    expect(wanted[1]).toMatchObject({ asked, seenLast: SOURCE });
    const random = seeded(SEED);
    for (let number = 0; number < REQUESTS; number += 1) {
      const client = hostileLines(random);
      const result = await answer(numbered(client, number), server);
      const seen = result.statusCode === 200 ? read(result) : undefined;
      expect({ client, query: seen?.env.QUERY_STRING }).toEqual({ client, query: `n=${number}` });
      const same = { client, ...constant(seen!) };
      expect(same).toEqual({ client, ...wanted[number % 2] });
    }
    expect(server.output.text).toMatch(/megamode: The client's header \w+ is left out/);
  });

  test("an event reaches the app at its path, and no client does", async () => {
    const event = { source: "shop", "detail-type": "Placed", text: "é" };
    const seen = (await answerEvent(event, invocation, server.deps)) as Seen;
    expect(seen.env).toMatchObject({ "megamode.event": "shop", PATH_INFO: "/hooks/events" });
    expect(JSON.parse(seen.body)).toEqual(event);
    const paths = [
      "/hooks/events",
      "//hooks/%65vents/",
      "/x/../hooks/events.json",
      "/hooks%2Fevents",
    ];
    for (const path of paths) {
      const result = await answer(arrivedEvent([], { path, method: "POST" })!, server);
      expect([path, result.body]).toEqual([path, expect.not.stringContaining("PATH_INFO")]);
      expect([400, 404]).toContain(result.statusCode);
    }
  });

  test.each([50_000, 4_000_000])(
    "an upload of %i bytes is answered though the app does not read it",
    async (size) => {
      const event = arrivedEvent([], { path: "/unread", method: "POST", body: "x".repeat(size) })!;
      expect(await answer(event, server)).toMatchObject({ statusCode: 401, body: "you may not" });
    },
  );

  test("a prewarm's request is answered without the app", async () => {
    const { deps } = server;
    const answers: HttpResponse[] = [];
    const forwarder = {
      close: () => deps.forwarder.close(),
      async send(...asked: Parameters<typeof deps.forwarder.send>) {
        const response = await deps.forwarder.send(...asked);
        answers.push(response);
        return response;
      },
    };
    const { sandbox } = server;
    const asked = { ...deps, forwarder, sandbox };
    await loadDeferred(await sandbox.ready(), invocation.context, 60_000, asked);
    expect(answers).toMatchObject([{ status: 204, body: Buffer.alloc(0) }]);
    expect(answers[0]?.headers.map(([header]) => header.toLowerCase())).not.toContain("set-cookie");
  });

  test.each([
    "//evil.example//x",
    "//evil.example",
    "/%2Fevil.example",
    "/\\evil.example",
    "/%5Cevil.example",
    "/..//evil.example",
    "/posts//evil.example/",
  ])("the path %s leads to no other host, and its cookie is the stage's", async (path) => {
    const result = await answer(arrivedEvent([], { path })!, server);
    // WEBrick itself refuses what leads above its root.
    const refused = name === "webrick" && path.startsWith("/..");
    expect(result.statusCode).toBe(refused ? 400 : 200);
    if (refused) return;
    const { env } = read(result);
    expect(env.SCRIPT_NAME).toBe("/dev");
    expect(env.PATH_INFO).toMatch(/^\/(?![/\\])/);
    const headers = Object.fromEntries(
      Object.entries(result.multiValueHeaders).map(([key, values]) => [key.toLowerCase(), values]),
    );
    expect(headers["set-cookie"]).toEqual(["a=1; path=/dev"]);
    for (const link of [headers.location![0]!, headers["content-location"]![0]!, env.PATH_INFO!]) {
      expect(new URL(link, "https://localhost").host).toBe("localhost");
    }
  });
});

// `falcon serve` caches only if it is told to: a page that one visitor was shown must not be another's.
test("Falcon answers no request from a cache", async () => {
  const configRu = "count = 0\nrun ->(_) { [200, {}, [(count += 1).to_s]] }\n";
  const server = startServer("falcon", abi, { configRu });
  const bodies = [];
  for (let i = 0; i < 2; i += 1) bodies.push((await answer(arrivedEvent([])!, server)).body);
  await server.stop();
  const texts = bodies.map((body) =>
    body.length > 1 ? Buffer.from(body, "base64").toString() : body,
  );
  expect(texts).toEqual(["1", "2"]);
});
