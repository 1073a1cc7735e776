import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Runnable } from "../../../local/sandbox/runnable.ts";
import { Sandbox } from "../../../local/sandbox/sandbox.ts";
import {
  Exit,
  type FakeHandler,
  type FakeInit,
  type FakeIsolation,
  type FakeJail,
  fakeIsolation,
} from "./fake-isolation.ts";
import { invocation, runnable, surroundings } from "./runnable.ts";

let stateDir: string;
let isolation: FakeIsolation;
let sandbox: Sandbox;
let lines: string[];
beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), "megamode-sandbox-"));
  lines = [];
});
afterEach(async () => {
  await sandbox.end();
  rmSync(stateDir, { recursive: true });
});

async function open(
  handler: FakeHandler,
  { init, ...changes }: Partial<Runnable> & { init?: FakeInit } = {},
): Promise<void> {
  isolation = fakeIsolation(handler, init === undefined ? {} : { init });
  const log = (_: string, line: string) => void lines.push(line);
  sandbox = await Sandbox.open(runnable(changes), {
    isolation,
    stateDir,
    log,
    surroundings,
    mayLog: () => true,
  });
}

async function invoke(event: unknown = {}) {
  const { payload, functionError, logTail } = await sandbox.invoke(invocation(event));
  const log = logTail.toString();
  return { value: JSON.parse(payload.toString()), error: functionError, log };
}

describe("an invocation", () => {
  test("is answered, and logged between START and END", async () => {
    await open((event, { output }) => {
      output.write("first\nlast");
      return event;
    });
    const { value, error, log } = await invoke({ a: 1 });
    expect(value).toEqual({ a: 1 });
    expect(error).toBeUndefined();
    expect(log.split("\n").slice(0, 5)).toEqual([
      expect.stringMatching(/^INIT_START Runtime Version: nodejs:24\./),
      "START RequestId: request-1 Version: 1",
      "first",
      "last",
      "END RequestId: request-1",
    ]);
    expect(log).toMatch(/^REPORT .*\tMemory Size: 128 MB\tMax Memory Used: 0 MB\tInit Duration: /m);
    expect(lines.join("\n")).toBe(log.trimEnd());
  });

  test("finds the runtime thawed, and leaves it frozen", async () => {
    await open(() => "ok");
    await invoke();
    const second = await invoke();
    expect(isolation.jails[0]?.done).toEqual(["start", "thaw", "freeze", "thaw", "freeze"]);
    expect(second.log).not.toContain("INIT_START");
    expect(second.log).not.toContain("Init Duration");
  });

  test("has Lambda's environment", async () => {
    await open((_, { plan }) => plan.environment, { environment: { WORD: "hello" } });
    expect((await invoke()).value).toMatchObject({
      WORD: "hello",
      AWS_LAMBDA_FUNCTION_NAME: "f",
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
      AWS_SESSION_TOKEN: "token",
    });
    expect(isolation.jails[0]?.plan.nodeFlags).toContain("--max-old-space-size=115");
  });

  test("that fails is an error of the function's, and the runtime stays", async () => {
    await open(() => {
      throw new RangeError("too far");
    });
    expect(await invoke()).toMatchObject({
      error: "Unhandled",
      value: { errorType: "RangeError", errorMessage: "too far" },
    });
    await invoke();
    expect(isolation.jails[0]?.done.filter((what) => what === "start")).toHaveLength(1);
  });

  test("that lasts too long is stopped, and the next one starts a runtime", async () => {
    await open(({ slow }) => (slow ? new Promise(() => {}) : "ok"), { timeoutSeconds: 0.2 });
    const { error, value, log } = await invoke({ slow: true });
    expect(error).toBe("Unhandled");
    expect(value.errorMessage).toMatch(/Task timed out after 0\.20 seconds$/);
    expect(log).toMatch(/Task timed out.*\n\nEND.*\nREPORT.*Status: timeout$/m);
    expect(isolation.jails[0]?.done).toEqual(["start", "thaw", "clear"]);
    expect((await invoke()).value).toBe("ok");
  });

  test("during which the runtime ends tells how", async () => {
    await open(({ status }) => {
      if (status !== undefined) throw new Exit(status);
      return "ok";
    });
    const crashed = await invoke({ status: 3 });
    expect(crashed.value).toEqual({
      errorType: "Runtime.ExitError",
      errorMessage: "RequestId: request-1 Error: Runtime exited with error: exit status 3",
    });
    expect(crashed.log).toMatch(/Status: error\tError Type: Runtime\.ExitError$/m);
    expect((await invoke()).value).toBe("ok");
  });
});

describe("a runtime that cannot start", () => {
  test("says why, and tries again within the invocation", async () => {
    let starts = 0;
    await open(() => "ok", {
      init: () => {
        starts += 1;
        throw new TypeError("no database");
      },
    });
    const { error, value, log } = await invoke();
    expect(error).toBe("Unhandled");
    expect(value).toEqual({ errorType: "TypeError", errorMessage: "no database" });
    expect(starts).toBe(2);
    expect(lines.find((line) => line.startsWith("INIT_REPORT"))).toMatch(
      /^INIT_REPORT Init Duration: [\d.]+ ms\tPhase: init\tStatus: error\tError Type: TypeError$/,
    );
    expect(log).toMatch(/Status: error\tError Type: TypeError$/m);
  });

  test("the first time answers the second time", async () => {
    let starts = 0;
    await open(() => "ok", {
      init: () => {
        starts += 1;
        if (starts === 1) throw new Exit(137);
      },
    });
    expect((await invoke()).value).toBe("ok");
    expect(lines.find((line) => line.startsWith("INIT_REPORT"))).toContain("Runtime.ExitError");
  });
});

test("a sandbox that was ended cannot be used again", async () => {
  await open(() => "ok");
  expect(sandbox.alive).toBe(true);
  await sandbox.end();
  expect(sandbox.alive).toBe(false);
});

describe("a sandbox that ends", () => {
  const registered = async (jail: FakeJail) => {
    const base = `http://${jail.plan.environment.AWS_LAMBDA_RUNTIME_API}/2020-01-01/extension`;
    const headers = { "lambda-extension-name": "own" };
    const body = '{"events":[]}';
    const { headers: of } = await fetch(`${base}/register`, { method: "POST", headers, body });
    const id = of.get("lambda-extension-identifier")!;
    fetch(`${base}/event/next`, { headers: { "lambda-extension-identifier": id } }).catch(() => {});
  };

  test.each([
    ["without an extension is killed at once", undefined, ["end"]],
    ["with one gets SIGTERM first, and half a second", registered, ["terminate 500", "end"]],
  ])("%s", async (_, init, done) => {
    await open(() => "ok", init ? { init } : {});
    await invoke();
    await sandbox.end();
    expect(isolation.jails[0]?.done.slice(3)).toEqual(done);
  });
});
