import { describe, expect, test } from "@jest/globals";
import { MARKER_START } from "../../../contract/headers.ts";
import type { PrewarmMessage, WarmPaths } from "../../../contract/messages.ts";
import type { HttpRequest } from "../../../runtime/src/http/message.ts";
import { prewarm } from "../../../runtime/src/messages/prewarm.ts";
import { until } from "../../until.ts";
import { invocation } from "../events/rest-event.ts";
import { FakeServer } from "../server/fake-sandbox.ts";
import { ReadySandbox } from "./ready-sandbox.ts";

interface More {
  readonly maintenance?: string;
  readonly warm?: WarmPaths;
  /** What a path is answered by. */
  readonly status?: (path: string) => number;
}

/** Prewarms a sandbox whose server answers whatever it is asked. @returns also what it was asked */
function run(holdUntil: number, sandbox: ReadySandbox, limitMs: number, more: More = {}) {
  const sent: HttpRequest[] = [];
  const forwarder = {
    close: () => {},
    async send(request: HttpRequest) {
      sent.push(request);
      const marker = `${MARKER_START}secret ${invocation.context.awsRequestId}\n`;
      sandbox.server.log.push(Buffer.from(marker));
      return { status: more.status?.(request.target) ?? 204, headers: [], body: Buffer.alloc(0) };
    },
  };
  const { maintenance } = more;
  const deps = { sandbox, forwarder, output: sandbox.output, maintenance };
  const warm = more.warm ? { warm: more.warm } : {};
  const message: PrewarmMessage = { megamode: 1, message: "prewarm", holdUntil, ...warm };
  return { sent, result: prewarm(message, invocation, deps, limitMs) };
}
const YEAR = 365 * 24 * 3600 * 1000;

test("a prewarm is counted, and makes the sandbox ready", async () => {
  const sandbox = new ReadySandbox("s1");
  expect(await run(0, sandbox, 5000).result).toMatchObject({
    sandbox: "s1",
    prewarmCount: 1,
  });
  expect(sandbox.limits).toEqual([5000]);
});

test("in maintenance a prewarm boots nothing and asks nothing", async () => {
  const sandbox = new ReadySandbox("s1", { takesPrewarm: true });
  const { sent, result } = run(0, sandbox, 5000, { maintenance: "Back at nine." });
  expect(await result).toMatchObject({ sandbox: "s1", prewarmCount: 1 });
  expect(sandbox.limits).toEqual([]);
  expect(sent).toEqual([]);
});

test("an app may take two minutes to start, also where the function has more", async () => {
  const sandbox = new ReadySandbox("s1");
  await run(0, sandbox, 900_000).result;
  expect(sandbox.limits).toEqual([120_000]);
});

test("the answer comes when the time to hold is over", async () => {
  const holdUntil = Date.now() + 30;
  await run(holdUntil, new ReadySandbox("s1"), 60_000).result;
  expect(Date.now()).toBeGreaterThanOrEqual(holdUntil - 1);
});

test("the sandbox is held no longer than the function runs", async () => {
  const started = Date.now();
  await run(started + YEAR, new ReadySandbox("s1"), 30).result;
  expect(Date.now()).toBeGreaterThanOrEqual(started + 29);
});

test("an app that does not start fails the prewarm", async () => {
  const sandbox = new ReadySandbox("s1");
  sandbox.failure = new Error("no database");
  await expect(run(0, sandbox, 5000).result).rejects.toThrow("no database");
});

test("what a cold start defers is loaded before the answer", async () => {
  const sandbox = new ReadySandbox("s1", { takesPrewarm: true });
  const { sent, result } = run(0, sandbox, 5000);
  await result;
  expect(sent.map(({ headers }) => new Map(headers).get("x-megamode-prewarm"))).toEqual(["1"]);
});

describe("the paths to warm", () => {
  const warm = { host: "h.example", prefix: "/dev", paths: ["/a", "/b?c=1", "/d"] };

  test("are asked for as the front door would, after the app has started, and counted", async () => {
    const sandbox = new ReadySandbox("s1", { takesPrewarm: true });
    const { sent, result } = run(0, sandbox, 60_000, { warm });
    expect(await result).toMatchObject({ warmed: { asked: 3, failed: 0 } });
    expect(sent.map(({ target }) => target)).toEqual(["/", "/a", "/b?c=1", "/d"]);
    expect(sent[1]).toMatchObject({ method: "GET", prefix: "/dev" });
    expect(Object.fromEntries(sent[1]!.headers)).toMatchObject({ host: "h.example" });
  });

  test("that fail are lines in the log, and the sandbox is ready all the same", async () => {
    const sandbox = new ReadySandbox("s1");
    const status = (path: string) => (path === "/a" ? 500 : 404);
    expect(await run(0, sandbox, 60_000, { warm, status }).result).toMatchObject({
      sandbox: "s1",
      warmed: { asked: 3, failed: 1 },
    });
    expect(sandbox.output.text).toBe("megamode: The warm path /a was answered by 500\n");
  });

  test("are not asked for when there is no time, and none is told where none was named", async () => {
    const sandbox = new ReadySandbox("s1");
    expect(await run(0, sandbox, 0, { warm }).result).toMatchObject({
      warmed: { asked: 0, failed: 0 },
    });
    expect(await run(0, sandbox, 0).result).not.toHaveProperty("warmed");
  });
});

test("the first message of a sandbox finds it cold, a later one warm", async () => {
  const sandbox = new ReadySandbox("s1");
  expect(await run(0, sandbox, 5000).result).toMatchObject({ cold: true });
  expect(await run(0, sandbox, 5000).result).toMatchObject({ cold: false });
});

test("a server that hung is replaced, and the new one is waited for before the answer", async () => {
  const sandbox = new ReadySandbox("s1", { takesPrewarm: true });
  const hung = sandbox.server;
  const next = new FakeServer(sandbox.output);
  sandbox.replace = async () => {
    await hung.stop();
    sandbox.server = next;
  };
  sandbox.ready = async () => {
    await sandbox.server.ready;
    return sandbox.server;
  };
  const forwarder = { close: () => {}, send: () => new Promise<never>(() => {}) };
  const deps = { sandbox, forwarder, output: sandbox.output };
  let answered = false;
  const prewarmed = prewarm(
    { megamode: 1, message: "prewarm", holdUntil: 0 },
    invocation,
    deps,
    50,
  ).then(() => {
    answered = true;
  });
  await until(() => sandbox.server === next);
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
  expect(answered).toBe(false);
  next.listens(1);
  await prewarmed;
});
