import { beforeEach, describe, expect, test } from "@jest/globals";
import { MARKER_START } from "../../../contract/headers.ts";
import type { PrewarmMessage } from "../../../contract/messages.ts";
import type { HttpRequest, HttpResponse } from "../../../runtime/src/http/message.ts";
import { fanOut } from "../../../runtime/src/messages/fan-out.ts";
import { Busy, type Invoker } from "../../../runtime/src/messages/invoke.ts";
import { invocation } from "../events/rest-event.ts";
import { ReadySandbox } from "./ready-sandbox.ts";

let sandbox: ReadySandbox;
let asked: { message: { holdUntil: number }; signal: AbortSignal }[];
let opened: unknown[][];
let closed: number;
/** What this sandbox's own server was asked. */
let loaded: HttpRequest[];
beforeEach(() => {
  sandbox = new ReadySandbox("own");
  asked = [];
  opened = [];
  closed = 0;
  loaded = [];
});

/** Fans out where the other sandboxes answer with these names, in order, or fail. */
function run(
  wanted: number,
  answer: () => string | Error,
  limitMs = 60_000,
  more: Partial<PrewarmMessage> = {},
) {
  const open = (...to: unknown[]): Invoker => {
    opened.push(to);
    return {
      async invoke(message, signal) {
        asked.push({ message: message as { holdUntil: number }, signal });
        const given = answer();
        if (given instanceof Error) throw given;
        return { sandbox: given };
      },
      close() {
        closed += 1;
      },
    };
  };
  const forwarder = {
    close: () => {},
    async send(request: HttpRequest): Promise<HttpResponse> {
      loaded.push(request);
      const marker = `${MARKER_START}secret ${invocation.context.awsRequestId}\n`;
      sandbox.server.log.push(Buffer.from(marker));
      return { status: 204, headers: [], body: Buffer.alloc(0) };
    },
  };
  const deps = { sandbox, forwarder, output: sandbox.output, lambdaUrl: "http://lambda" };
  const message = {
    megamode: 1,
    message: "prewarm",
    holdUntil: 0,
    fanOut: wanted,
    ...more,
  } as const;
  return fanOut(message, invocation, deps, limitMs, open);
}
const inOrder =
  (...names: string[]) =>
  () =>
    names.shift() ?? "another";

describe("a prewarm that fans out", () => {
  test("meets as many sandboxes as are wanted, this one included", async () => {
    expect(await run(3, inOrder("a", "b"))).toMatchObject({
      met: 3,
      sandbox: "own",
      prewarmCount: 1,
    });
    expect(asked).toHaveLength(2);
    expect(sandbox.output.text).toBe("megamode: prewarmed 3 of 3 sandboxes\n");
    expect(opened).toEqual([["http://lambda", sandbox.options.s3, invocation.context]]);
    expect(closed).toBe(1);
  });

  test("has its own server load what a cold start defers, as the others do", async () => {
    sandbox = new ReadySandbox("own", { takesPrewarm: true });
    await run(2, inOrder("a"));
    expect(loaded).toHaveLength(1);
  });

  test("has its own app and the others' asked for the same paths", async () => {
    const warm = { host: "h.example", prefix: "", paths: ["/a", "/b"] };
    const report = await run(2, inOrder("a"), 60_000, { warm });
    expect(report).toMatchObject({ met: 2, cold: true, warmed: { asked: 2, failed: 0 } });
    expect(loaded.map(({ target }) => target)).toEqual(["/a", "/b"]);
    expect(asked.map(({ message }) => message)).toMatchObject([{ warm }]);
  });

  test("has each of them held while it asks, and waits for them within its own time", async () => {
    const before = Date.now();
    await run(3, inOrder("a", "b"));
    for (const { message, signal } of asked) {
      expect(message).toEqual({ megamode: 1, message: "prewarm", holdUntil: expect.any(Number) });
      expect(message.holdUntil).toBeGreaterThan(before);
      expect(signal.aborted).toBe(false);
    }
  });

  test("asks all again where it met one twice", async () => {
    expect(await run(3, inOrder("a", "a", "b", "a"))).toMatchObject({ met: 3 });
    expect(asked).toHaveLength(4);
  });

  test("is content with fewer where there is no room, after four rounds", async () => {
    expect(await run(3, () => new Busy())).toMatchObject({ met: 1 });
    expect(asked).toHaveLength(8);
    expect(sandbox.output.text).toBe("megamode: prewarmed 1 of 3 sandboxes\n");
  });

  test("asks nobody, and needs no client, where it is the only one", async () => {
    expect(await run(1, inOrder())).toMatchObject({ met: 1 });
    expect(opened).toEqual([]);
  });

  test("asks nobody when its time is over", async () => {
    expect(await run(2, inOrder(), 0)).toMatchObject({ met: 1 });
    expect(opened).toEqual([]);
  });

  test("fails with another one, and closes its client", async () => {
    await expect(run(2, () => new Error("no database"))).rejects.toThrow("no database");
    expect(closed).toBe(1);
  });
});
