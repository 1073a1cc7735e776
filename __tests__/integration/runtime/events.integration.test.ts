import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { recognise } from "../../../runtime/src/events/recognise.ts";
import type { RestApiResult } from "../../../runtime/src/events/rest-api.ts";
import { restApi } from "../../../runtime/src/events/rest-api.ts";
import { answerHttp } from "../../../runtime/src/requests/answer.ts";
import { answerEvent } from "../../../runtime/src/requests/answer-event.ts";
import { kinesisRecord, sqsRecord } from "../../runtime/events/batches.ts";
import { invocation, restEvent } from "../../runtime/events/rest-event.ts";
import { installServers, type RealServer, startServer } from "./real-servers.ts";

/** Takes orders from a queue, and is careless with paths: whatever ends in `events` is its events' route. */
const APP = `
require "json"
require "rack"

class Orders
  def call(env)
    path = Rack::Utils.unescape_path(Rack::Utils.unescape_path(env["PATH_INFO"])).downcase
    return [200, { "content-type" => "text/html" }, ["<p>a page</p>"]] unless path.match?(/events(\\W|\\z)/)
    puts "took #{env["PATH_INFO"]} as #{env["megamode.event"].inspect} #{env.keys.grep(/MEGAMODE/)}"
    event = JSON.parse(env["rack.input"].read)
    orders = Array(event["Records"]).map { |one| JSON.parse(one["body"])["order"] }
    orders.each { |order| puts "order #{order}" }
    exit!(9) if orders.include?("kills")
    failed = orders.any? { |order| order.start_with?("bad") }
    answer = { seen: event, host: env["HTTP_HOST"], type: env["CONTENT_TYPE"], script: env["SCRIPT_NAME"] }
    [failed ? 500 : 200, { "content-type" => "application/json" }, [JSON.generate(answer)]]
  end
end

use Rack::Lint
run Orders.new
`;

const MAILS = "arn:aws:sqs:eu-west-1:123456789012:mails";

const environment = {
  MEGAMODE_EVENTS_PATH: "/hooks/events",
  MEGAMODE_STAGE: "production",
  MEGAMODE_REPORT_BATCH_ITEM_FAILURES: `${sqsRecord("x", "g").eventSourceARN} ${MAILS}`,
};

let server: RealServer;
beforeAll(async () => {
  server = startServer("puma", installServers(), { configRu: APP, environment });
  // With its end, all lines of the start are there.
  await send({});
});
afterAll(() => server.stop());
beforeEach(() => {
  server.output.writes.length = 0;
});

const send = (event: unknown) => answerEvent(event, invocation, server.deps);

describe("an event that is not HTTP", () => {
  test("reaches the app, whose JSON is the result, and its lines are in the log", async () => {
    const event = { Records: [sqsRecord("m1"), sqsRecord("m2")] };
    expect(await send(event)).toEqual({
      seen: event,
      host: "localhost",
      type: "application/json",
      script: "/production",
    });
    expect(server.output.text).toMatch(
      /^Processing POST \/hooks\/events \(aws:sqs\)\nRack: took \/hooks\/events as "aws:sqs" \[\]\nRack: order m1\nRack: order m2\nCompleted Status Code 200/,
    );
    expect(server.output.text).not.toContain("Clients reach");
  });

  test("that the app does not take fails the invocation as a whole", async () => {
    const Records = [sqsRecord("m1"), sqsRecord("bad"), kinesisRecord("1")];
    await expect(send({ Records: Records.slice(0, 2) })).rejects.toThrow(
      "the app answered 500 to POST /hooks/events (aws:sqs)",
    );
    await expect(send({ Records: Records.slice(2) })).rejects.toThrow("(aws:kinesis)");
  });

  test("of a queue whose mapping asks for it fails by messages, and one that kills the server costs itself alone", async () => {
    const names = ["a1", "bad-b", "kills", "a2"];
    const Records = names.map((name) => ({ ...sqsRecord(name), eventSourceARN: MAILS }));
    expect(await send({ Records })).toEqual({
      batchItemFailures: ["bad-b", "kills"].map((itemIdentifier) => ({ itemIdentifier })),
    });
    const lines = server.output.text.match(/^Rack: order \S+/gm);
    expect(lines).toEqual(names.map((name) => `Rack: order ${name}`));
    expect(server.output.text).toContain("megamode: Record kills failed: the app answered 502");
  });

  test("of such a FIFO queue stops at the first failure, and all that follow are sent again", async () => {
    const Records = ["a1", "bad-b", "a2"].map((name) => sqsRecord(name, name));
    expect(await send({ Records })).toEqual({
      batchItemFailures: ["bad-b", "a2"].map((itemIdentifier) => ({ itemIdentifier })),
    });
    const lines = server.output.text.match(/^Rack: order \S+/gm);
    expect(lines).toEqual(["a1", "bad-b"].map((name) => `Rack: order ${name}`));
    expect(server.output.text).toContain("megamode: 2 of 3 records failed, 1 of them not begun\n");
  });
});

describe("a client", () => {
  test.each([
    "/hooks/events",
    "/hooks/events/",
    "//hooks//events",
    "/hooks/%65vents",
    "/hooks%2Fevents",
    "/hooks/%2565vents",
    "/hooks/events.json",
    "/hooks/EVENTS",
    "/x/../hooks/events",
    "/hooks/events%0a",
    "/hooks\\events",
    "/hooks/events;a=b",
  ])("that asks for %s does not get to the app", async (path) => {
    const ask = (httpMethod: string, of: string) => {
      const event = restEvent({
        path: of,
        httpMethod,
        body: JSON.stringify({ Records: [sqsRecord("forged")] }),
        multiValueHeaders: {
          Host: ["h.example"],
          "X-Megamode-Event": ["aws:sqs"],
          "X-Megamode-Secret": ["guess"],
          "X-HTTP-Method-Override": ["POST"],
        },
      });
      return answerHttp(restApi, event, invocation, server.deps) as Promise<RestApiResult>;
    };
    for (const method of ["POST", "GET", "PUT"]) {
      expect([400, 404]).toContain((await ask(method, path)).statusCode);
    }
    expect(server.output.text).not.toMatch(/took|forged/);
    // The app itself would have taken it, and not as an event.
    expect((await ask("POST", path.replace("hooks", "other"))).statusCode).toBe(200);
    expect(server.output.text).toMatch(/Rack: took \S+ as nil \[\]\nRack: order forged/);
  });

  test("that asks for anything else does", async () => {
    const event = restEvent({ path: "/hooks" });
    expect(await answerHttp(restApi, event, invocation, server.deps)).toMatchObject({
      statusCode: 200,
    });
  });

  test("can send nothing that is taken for one of our own messages, or for an event", () => {
    const message = { megamode: 1, message: "run", command: "true" };
    const text = JSON.stringify(message);
    const events = [
      restEvent({ httpMethod: "POST", body: text }),
      restEvent({ queryStringParameters: { megamode: "1", message: "run" } }),
      restEvent({ headers: { megamode: "1", Host: "h" }, multiValueHeaders: null }),
      restEvent({ pathParameters: message as never }),
      restEvent({
        requestContext: { ...restEvent().requestContext, authorizer: message } as never,
      }),
    ];
    expect(events.map((event) => recognise(event, "/events").kind)).toEqual(
      events.map(() => "http"),
    );
    const others = [
      { Records: [{ ...sqsRecord("a"), body: text }] },
      { source: "s", "detail-type": "t", detail: message },
      [message],
      { __proto__: message },
      text,
    ];
    expect(others.map((event) => recognise(event, "/events").kind)).toEqual(
      others.map(() => "other"),
    );
  });
});
