import { PassThrough } from "node:stream";
import type { Isolation, Jail, JailPlan } from "../../../local/sandbox/jail/isolation.ts";

/** What the fake runtime of a test does with an event. What it throws is posted as an error. */
// biome-ignore lint/suspicious/noExplicitAny: whatever a test sends
export type FakeHandler = (event: any, jail: FakeJail) => unknown;

/** Thrown by a handler: the runtime ends with this status. */
export class Exit extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`exit status ${status}`);
    this.status = status;
  }
}

/** A jail whose runtime is a function of the test, in the test's own process. */
export interface FakeJail extends Jail {
  readonly plan: JailPlan;
  readonly output: PassThrough;
  /** What was done to the jail, in order. */
  readonly done: readonly string[];
}

/** How runtimes begin. What it throws is posted as an error at init, before the runtime ends with status 1. */
export type FakeInit = (jail: FakeJail) => unknown;

export interface FakeIsolation extends Isolation {
  readonly jails: readonly FakeJail[];
}

/** Isolates sandboxes by nothing: their runtimes speak the Runtime API, but start no process. */
export function fakeIsolation(
  handler: FakeHandler,
  { limit = 1000, init = () => {} }: { limit?: number; init?: FakeInit } = {},
): FakeIsolation {
  const jails: FakeJail[] = [];
  return {
    limit,
    jails,
    places: (task) => ({ task, runtime: "/var/runtime" }),
    async open(plan) {
      const jail = openJail(plan, handler, init);
      jails.push(jail);
      return jail;
    },
  };
}

function openJail(plan: JailPlan, handler: FakeHandler, init: FakeInit): FakeJail {
  const done: string[] = [];
  let killed = new AbortController();
  let alive = true;
  const jail: FakeJail = {
    plan,
    output: new PassThrough(),
    done,
    get alive() {
      return alive;
    },
    startRuntime() {
      done.push("start");
      killed = new AbortController();
      const { signal } = killed;
      const killedStatus = new Promise<number>((resolve) =>
        signal.addEventListener("abort", () => resolve(137)),
      );
      return Promise.race([killedStatus, runtime(jail, handler, init, signal)]);
    },
    members: () => [],
    async freeze() {
      done.push("freeze");
    },
    thaw: () => void done.push("thaw"),
    async clear() {
      done.push("clear");
      killed.abort();
    },
    async terminate(milliseconds) {
      done.push(`terminate ${milliseconds}`);
    },
    async end() {
      done.push("end");
      alive = false;
      killed.abort();
      jail.output.destroy();
    },
  };
  return jail;
}

/** @returns the exit status */
async function runtime(
  jail: FakeJail,
  handler: FakeHandler,
  init: FakeInit,
  signal: AbortSignal,
): Promise<number> {
  const base = `http://${jail.plan.environment.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
  const post = (path: string, body: unknown, type?: string) =>
    fetch(`${base}${path}`, {
      method: "POST",
      body: JSON.stringify(body),
      headers: type === undefined ? {} : { "lambda-runtime-function-error-type": type },
      signal,
    });
  try {
    await init(jail);
  } catch (error) {
    if (error instanceof Exit) return error.status;
    await post("/init/error", describe(error), (error as Error).name);
    return 1;
  }
  try {
    for (;;) {
      const next = await fetch(`${base}/invocation/next`, { signal });
      const id = next.headers.get("lambda-runtime-aws-request-id");
      try {
        const value = await handler(await next.json(), jail);
        await post(`/invocation/${id}/response`, value ?? null);
      } catch (error) {
        if (error instanceof Exit) return error.status;
        await post(`/invocation/${id}/error`, describe(error), (error as Error).name);
      }
    }
  } catch {
    return 137; // It was killed.
  }
}

const describe = (error: unknown) => ({
  errorType: (error as Error).name,
  errorMessage: (error as Error).message,
});
