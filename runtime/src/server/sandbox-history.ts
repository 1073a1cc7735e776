import { randomUUID } from "node:crypto";
import type { ColdStart, SandboxReport } from "../../../contract/messages.ts";
import type { Loaded } from "../loader/load.ts";

/** What a sandbox has seen: its prewarms, its calls, its cold start. */
export class SandboxHistory {
  readonly #startedAt: number;
  readonly #id: string;
  #prewarms = 0;
  #calls = 0;
  #coldStart: ColdStart | undefined;

  /**
   * @param startedAt when the sandbox began, by `performance.now()`
   * @param id no other sandbox has it
   */
  constructor(startedAt: number, id: string = randomUUID()) {
    this.#startedAt = startedAt;
    this.#id = id;
  }

  countPrewarm(): void {
    this.#prewarms += 1;
  }

  countCall(): void {
    this.#calls += 1;
  }

  /** To be told that a server listens. Only the first time is a cold start. @param bootMs milliseconds that it took */
  listened({ fetchMs, unpackMs }: Pick<Loaded, "fetchMs" | "unpackMs">, bootMs: number): void {
    this.#coldStart ??= {
      fetchMs: Math.round(fetchMs),
      unpackMs: Math.round(unpackMs),
      bootMs: Math.round(bootMs),
      totalMs: Math.round(performance.now() - this.#startedAt),
    };
  }

  /** Returns all of it. The cold start's times are 0 until a server has listened. */
  report(): SandboxReport {
    return {
      sandbox: this.#id,
      prewarmCount: this.#prewarms,
      callCount: this.#calls,
      coldStart: this.#coldStart ?? { fetchMs: 0, unpackMs: 0, bootMs: 0, totalMs: 0 },
    };
  }
}
