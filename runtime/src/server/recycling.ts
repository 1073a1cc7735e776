import { Env } from "../../../contract/environment.ts";
import type { StartedServer } from "./rack-server.ts";

const MB = 1024 * 1024;

/** After how many requests, and above how much memory, a server is replaced; never, if neither is given. */
export interface RecycleLimits {
  readonly afterRequests?: number;
  /** Of the server and its children, in MB. */
  readonly aboveMb?: number;
}

/** @throws Error that names a wrong variable */
export function readRecycling(
  environment: Readonly<Record<string, string | undefined>>,
): RecycleLimits {
  const read = (name: string) => {
    const text = environment[name] || "Infinity";
    const value = Number(text);
    if (!(value >= 1)) throw new Error(`${name} must be a number from 1 on: ${text}`);
    return value;
  };
  return { afterRequests: read(Env.recycleAfterRequests), aboveMb: read(Env.recycleAboveMb) };
}

/** Decides when a server has served enough: some apps need ever more memory. */
export class Recycling {
  readonly #limits: RecycleLimits;
  #server: unknown;
  #served = 0;

  constructor(limits: RecycleLimits) {
    this.#limits = limits;
  }

  /** To be told of each request that a server has answered. @returns why it is to be replaced, if it is */
  reason(server: Pick<StartedServer, "vitals">): string | undefined {
    const { afterRequests = Infinity, aboveMb = Infinity } = this.#limits;
    if (this.#server !== server) this.#served = 0;
    this.#server = server;
    this.#served += 1;
    if (this.#served >= afterRequests) return `it has answered ${this.#served} requests`;
    // To look takes time: only where somebody asks for it.
    const size = aboveMb === Infinity ? 0 : server.vitals.measure() / MB;
    return size > aboveMb ? `it has ${Math.round(size)} MB of memory` : undefined;
  }
}
