import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "@jest/globals";
import { dispatch } from "../../../runtime/src/messages/dispatch.ts";
import { parseMessage } from "../../../runtime/src/messages/parse.ts";
import { invocation } from "../events/rest-event.ts";
import { type Testbed, testbed } from "../server/testbed.ts";

let bed: Testbed | undefined;
let lambda: Server | undefined;
afterEach(async () => {
  lambda?.closeAllConnections();
  lambda?.close();
  await bed?.stop();
  bed = undefined;
});

interface Asked {
  readonly url: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly message: { holdUntil: number };
}

/** A proxy, and a Lambda that answers each invocation as the test says. */
async function open(answer: (asked: Asked, response: ServerResponse) => void): Promise<Asked[]> {
  const asked: Asked[] = [];
  lambda = createServer((request, response) => {
    let body = "";
    request.on("data", (piece) => {
      body += piece;
    });
    request.on("end", () => {
      const { url, headers } = request;
      asked.push({ url, headers, message: JSON.parse(body) });
      answer(asked.at(-1)!, response);
    });
  });
  await new Promise<void>((done) => lambda!.listen(0, "127.0.0.1", done));
  const { port } = lambda.address() as AddressInfo;
  bed = await testbed("", 60_000, `http://127.0.0.1:${port}`);
  return asked;
}

const prewarm = (fanOut: unknown) =>
  dispatch(
    parseMessage({ megamode: 1, message: "prewarm", holdUntil: 0, fanOut })!,
    invocation,
    bed!.deps,
  );
const sandbox = (name: string) => JSON.stringify({ sandbox: name });

describe("a prewarm that fans out", () => {
  test("asks the others of its own version, and holds them while it asks", async () => {
    let count = 0;
    const asked = await open((_, response) => response.end(sandbox(`s${++count}`)));
    const before = Date.now();
    expect(await prewarm(4)).toMatchObject({ met: 4, prewarmCount: 1 });
    expect(asked.map(({ url }) => url)).toEqual(
      Array(3).fill("/2015-03-31/functions/blog-dev/invocations?Qualifier=7"),
    );
    for (const { message, headers } of asked) {
      expect(message).toEqual({ megamode: 1, message: "prewarm", holdUntil: expect.any(Number) });
      expect(message.holdUntil).toBeGreaterThan(before);
      expect(headers.authorization).toMatch(/^AWS4-HMAC-SHA256 .*\/lambda\/aws4_request/);
    }
    expect(bed?.output.text).toContain("megamode: prewarmed 4 of 4 sandboxes\n");
  });

  test("asks again where it met one twice", async () => {
    const names = ["a", "a", "b", "a"];
    const asked = await open((_, response) => response.end(sandbox(names.shift() ?? "c")));
    expect(await prewarm(3)).toMatchObject({ met: 3 });
    expect(asked).toHaveLength(4);
  });

  test("is content with fewer where there is no room", async () => {
    await open((_, response) => response.writeHead(429).end("{}"));
    expect(await prewarm(2)).toMatchObject({ met: 1 });
  });

  test("asks nobody where it is the only one", async () => {
    const asked = await open((_, response) => response.end("{}"));
    expect(await prewarm(1)).toMatchObject({ met: 1 });
    expect(asked).toEqual([]);
  });

  test.each([
    ["may not be invoked", 403, {}, /must allow lambda:InvokeFunction on blog-dev:7/],
    ["fails", 200, { "x-amz-function-error": "Unhandled" }, /another sandbox .*: no database/],
  ])("fails where another %s: its log says why", async (_, status, headers, message) => {
    await open((_, response) =>
      response.writeHead(status, headers).end(JSON.stringify({ errorMessage: "no database" })),
    );
    await expect(prewarm(2)).rejects.toThrow(message);
  });

  test.each([[0], [1.5], ["4"], [101], [null]])("cannot be of %j", (count) => {
    const message = { megamode: 1, message: "prewarm", holdUntil: 0, fanOut: count };
    expect(() => parseMessage(message)).toThrow(/unknown megamode message/);
  });
});
