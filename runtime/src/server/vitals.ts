import { memoryKills, processGroup } from "./processes.ts";

/** Milliseconds between two looks at the memory of a server that has a request. */
const PAUSE = 250;

/** As Lambda counts a function's memory, and `recycling.ts` the server's. */
const MB = 1024 * 1024;

/** How long a server has run, and how much memory it had: what the log says when it has ended. */
export class Vitals {
  readonly #group: number;
  readonly #limitMb: string | undefined;
  readonly #begun = performance.now();
  readonly #killsBefore = memoryKills() ?? Number.NaN;
  #over: number | undefined;
  #memory = 0;

  /**
   * @param group the server's process group
   * @param limitMb the function's memory
   */
  constructor(group: number, limitMb: string | undefined) {
    this.#group = group;
    this.#limitMb = limitMb;
  }

  /** To be told that the server has ended. */
  end(): void {
    this.#over = performance.now();
  }

  /** Looks at the memory now. @returns bytes of the server and its children; those of the last look if it has ended */
  measure(): number {
    const group = processGroup(this.#group);
    if (group.length) this.#memory = group.reduce((sum, one) => sum + one.memory, 0);
    return this.#memory;
  }

  /** Counts the processes that the system has killed since then for want of memory; undefined if it does not tell. */
  memoryKills(): number | undefined {
    const since = (memoryKills() ?? Number.NaN) - this.#killsBefore;
    return Number.isNaN(since) ? undefined : since;
  }

  /** Looks at the memory again and again, until the timer is cleared. */
  watch(): NodeJS.Timeout {
    return setInterval(() => this.measure(), PAUSE).unref();
  }

  /** A sentence. */
  toString(): string {
    const seconds = (((this.#over ?? performance.now()) - this.#begun) / 1000).toFixed(1);
    const of = this.#limitMb ? ` of the function's ${this.#limitMb} MB` : "";
    const memory = this.#memory ? `, and had ${Math.round(this.#memory / MB)} MB${of}` : "";
    return `It ran for ${seconds} s${memory}.`;
  }
}
