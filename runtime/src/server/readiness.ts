import { setTimeout as sleep } from "node:timers/promises";
import { Env } from "../../../contract/environment.ts";
import type { HttpRequest } from "../http/message.ts";
import { readStatuses } from "../http/statuses.ts";
import type { Address } from "./client-socket.ts";
import { Forwarder } from "./forwarder.ts";

/** Milliseconds between two questions. */
const PAUSE = 50;

/** The statuses that count as ready. */
const DEFAULT = "200-399";

/** What a server must answer before it gets requests, besides that it takes connections. */
export interface Readiness {
  readonly path: string;
  readonly accepts: (status: number) => boolean;
}

/**
 * Reads what makes a server ready: a path, and statuses such as `200-399`, which is the default, or `200,204`.
 * @returns undefined if a connection is enough
 * @throws Error that names a wrong variable
 */
export function readReadiness(
  environment: Readonly<Record<string, string | undefined>>,
): Readiness | undefined {
  const path = environment[Env.readinessPath];
  const statuses = environment[Env.readinessStatuses];
  if (!path && statuses) {
    throw new Error(`${Env.readinessStatuses} counts for nothing without ${Env.readinessPath}`);
  }
  if (!path) return undefined;
  if (!/^\/[\x21-\x7e]*$/.test(path)) {
    throw new Error(`${Env.readinessPath} must be a path such as /up: ${path}`);
  }
  return { path, accepts: readStatuses(Env.readinessStatuses, statuses || DEFAULT, DEFAULT) };
}

/** Asks a server that takes connections until it is ready, or the signal is given. */
export async function untilReady(
  address: Address,
  { path, accepts }: Readiness,
  signal: AbortSignal,
): Promise<void> {
  const forwarder = new Forwarder(address);
  const headers: HttpRequest["headers"] = [
    ["host", "localhost"],
    ["user-agent", "megamode-readiness"],
  ];
  while (!signal.aborted) {
    try {
      const request = { method: "GET", prefix: "", target: path, headers };
      if (accepts((await forwarder.send(request, signal)).status)) break;
    } catch {
      forwarder.close(); // Whether it has ended is known elsewhere.
    }
    await sleep(PAUSE);
  }
  forwarder.close();
}
