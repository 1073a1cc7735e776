import type { Invocation, Outcome, Runnable } from "./runnable.ts";
import { type Ground, Sandbox } from "./sandbox.ts";

/** Lambda does not document how long idle sandboxes live. Usually it is some minutes. */
const IDLE_MS = 15 * 60 * 1000;

/** The account has no concurrency left. */
export class Throttled extends Error {}

interface Idle {
  readonly sandbox: Sandbox;
  readonly since: number;
}

/** All sandboxes. An invocation reuses the one that was used last, or starts another if none is idle. */
export class Pool {
  readonly #ground: Ground;
  readonly #now: () => number;
  readonly #idleMs: number;
  readonly #idle = new Map<string, Idle[]>();
  readonly #all = new Set<Sandbox>();
  readonly #retired = new Set<string>();
  #running = 0;
  #closed = false;

  /** @param idleMs milliseconds after which an idle sandbox is ended */
  constructor(ground: Ground, now: () => number = Date.now, idleMs: number = IDLE_MS) {
    this.#ground = ground;
    this.#now = now;
    this.#idleMs = idleMs;
  }

  /** @throws Throttled */
  async invoke(runnable: Runnable, invocation: Invocation): Promise<Outcome> {
    const { limit } = this.#ground.isolation;
    if (this.#closed || this.#running >= limit) throw new Throttled();
    this.#running += 1;
    try {
      const sandbox = (await this.#take(runnable.key)) ?? (await this.#start(runnable));
      try {
        return await sandbox.invoke(invocation);
      } finally {
        await this.#giveBack(sandbox);
      }
    } finally {
      this.#running -= 1;
    }
  }

  /** Ends the sandboxes whose keys are over. Busy ones end after their invocation. */
  async retire(isOver: (key: string) => boolean): Promise<void> {
    const keys = new Set([...this.#all].map(({ runnable }) => runnable.key).filter(isOver));
    for (const key of keys) this.#retired.add(key);
    await this.#endIdle(({ sandbox }) => keys.has(sandbox.runnable.key));
  }

  /** Ends the sandboxes that have been idle for too long. */
  async sweep(): Promise<void> {
    const before = this.#now() - this.#idleMs;
    await this.#endIdle(({ since }) => since <= before);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#all].map((sandbox) => this.#end(sandbox)));
  }

  async #take(key: string): Promise<Sandbox | undefined> {
    for (;;) {
      const sandbox = this.#idle.get(key)?.pop()?.sandbox;
      if (sandbox === undefined || sandbox.alive) return sandbox;
      await this.#end(sandbox); // Without isolation, the next sandbox needs its place.
    }
  }

  async #start(runnable: Runnable): Promise<Sandbox> {
    // Without isolation there is room for one sandbox: the new one replaces the previous one.
    if (this.#all.size >= this.#ground.isolation.limit) await this.#endIdle(() => true);
    const sandbox = await Sandbox.open(runnable, this.#ground);
    this.#all.add(sandbox);
    if (this.#closed) await this.#end(sandbox);
    return sandbox;
  }

  async #giveBack(sandbox: Sandbox): Promise<void> {
    const { key } = sandbox.runnable;
    if (this.#closed || !sandbox.alive || this.#retired.has(key)) return this.#end(sandbox);
    this.#idle.set(key, [...(this.#idle.get(key) ?? []), { sandbox, since: this.#now() }]);
  }

  async #endIdle(isOver: (idle: Idle) => boolean): Promise<void> {
    const over: Sandbox[] = [];
    for (const [key, idle] of this.#idle) {
      over.push(...idle.filter(isOver).map(({ sandbox }) => sandbox));
      this.#idle.set(
        key,
        idle.filter((one) => !isOver(one)),
      );
    }
    await Promise.all(over.map((sandbox) => this.#end(sandbox)));
  }

  async #end(sandbox: Sandbox): Promise<void> {
    if (this.#all.delete(sandbox)) await sandbox.end();
  }
}
