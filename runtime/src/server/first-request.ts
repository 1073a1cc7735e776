import type { StartedServer } from "./rack-server.ts";

/** Milliseconds below which nobody's first request is answered. */
const LEAST = 1000;

/**
 * How much time the first request to a server must have. A server that was ready late would otherwise be taken for one
 * that hangs, and the next one, which starts as slowly, again.
 */
export class FirstRequest {
  #needsMs = LEAST;
  #asked: WeakSet<Pick<StartedServer, "secret">> = new WeakSet();

  /**
   * Whether a request is to be left to the next one: the server is new, and the time too short. A request that finds the
   * server ready has all its time, and never comes too late: a server that hangs is found by it.
   * @param leftMs milliseconds that are left of the `limitMs` which the request had
   */
  isTooLate(server: StartedServer, leftMs: number, limitMs: number): boolean {
    return !this.#asked.has(server) && leftMs < Math.min(this.#needsMs, limitMs / 2);
  }

  /** To be told that a request is sent. @returns to be called if that request is given up, with what it had */
  begins(server: StartedServer): (hadMs: number) => void {
    const isFirst = !this.#asked.has(server);
    this.#asked.add(server);
    return (hadMs) => {
      if (isFirst) this.#needsMs = Math.max(this.#needsMs, 2 * hadMs);
    };
  }
}
