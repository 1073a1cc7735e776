import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { Pool, Throttled } from "../../../local/sandbox/pool.ts";
import { until } from "../../until.ts";
import { type FakeIsolation, fakeIsolation } from "./fake-isolation.ts";
import { invocation, runnable, surroundings } from "./runnable.ts";

const MINUTE = 60_000;
let stateDir: string;
let now: number;
let isolation: FakeIsolation;
let pool: Pool;
/** Lets all invocations that wait for it end. */
let open: () => void;
let opened: Promise<void>;

function start(limit?: number): void {
  opened = new Promise((resolve) => {
    open = resolve;
  });
  const made = new Map<object, number>();
  isolation = fakeIsolation(
    async ({ wait }, jail) => {
      if (!made.has(jail)) made.set(jail, made.size + 1);
      if (wait) await opened;
      return made.get(jail);
    },
    limit === undefined ? {} : { limit },
  );
  pool = new Pool(
    { isolation, stateDir, log: () => {}, surroundings, mayLog: () => true },
    () => now,
  );
}

beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), "megamode-pool-"));
  now = 0;
  start();
});
afterEach(async () => {
  await pool.close();
  rmSync(stateDir, { recursive: true });
});

/** The number of the sandbox that answers. */
async function ask(key: string, event: object = {}): Promise<number> {
  const { payload } = await pool.invoke(runnable({ key }), invocation(event));
  return Number(payload.toString());
}

const ended = () => isolation.jails.map(({ done }) => done.includes("end"));

describe("a sandbox", () => {
  test("is used again for the same key only", async () => {
    expect([await ask("a"), await ask("a"), await ask("b"), await ask("a")]).toEqual([1, 1, 2, 1]);
  });

  test("is busy with one invocation at a time, and the one used last is used again", async () => {
    const both = Promise.all([ask("a", { wait: true }), ask("a", { wait: true })]);
    open();
    expect((await both).sort()).toEqual([1, 2]);
    const [last] = [await ask("a")];
    expect(await ask("a")).toBe(last);
    expect(isolation.jails).toHaveLength(2);
  });

  test("that was idle for a quarter of an hour is ended, one that was used is not", async () => {
    await ask("left");
    await ask("used");
    now += 10 * MINUTE;
    await ask("used");
    now += 5 * MINUTE - 1;
    await pool.sweep();
    expect(ended()).toEqual([false, false]);
    now += 1;
    await pool.sweep();
    expect(ended()).toEqual([true, false]);
    expect(await ask("used")).toBe(2);
    expect(await ask("left")).toBe(3);
  });

  test("of a key that is over is ended, a busy one after its invocation", async () => {
    await ask("idle");
    const busy = ask("busy", { wait: true });
    await ask("other");
    await pool.retire((key) => key !== "other");
    expect(ended()).toEqual([true, false, false]);
    open();
    await busy;
    expect(ended()).toEqual([true, true, false]);
  });

  test("that has died is replaced", async () => {
    await ask("a");
    await isolation.jails[0]?.end();
    expect(await ask("a")).toBe(2);
  });

  test("that dies during an invocation is not used again", async () => {
    const busy = ask("a", { wait: true });
    await until(() => isolation.jails[0]?.done.includes("thaw") ?? false);
    await isolation.jails[0]?.end();
    await busy;
    expect(await ask("a")).toBe(2);
  });
});

describe("the account's concurrency", () => {
  beforeEach(() => start(1));

  test("throttles what is too much", async () => {
    const first = ask("a", { wait: true });
    await expect(ask("b")).rejects.toThrow(Throttled);
    open();
    await first;
  });

  test("ends an idle sandbox for one of another key", async () => {
    await ask("a");
    expect(await ask("b")).toBe(2);
    expect(ended()).toEqual([true, false]);
  });
});

test("a pool that is closed has no sandboxes and starts none", async () => {
  await ask("a");
  await pool.close();
  expect(ended()).toEqual([true]);
  await expect(ask("a")).rejects.toThrow(Throttled);
});
