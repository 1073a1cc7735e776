import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Permission } from "./asked.ts";

/** One request to the control plane. Tests and the demo read these. */
export interface LoggedRequest {
  /** ISO 8601. */
  readonly time: string;
  readonly service: string;
  readonly operation: string;
  readonly method: string;
  /** As sent, without the query. */
  readonly path: string;
  readonly status: number;
  /** Bytes of the request's body as they came over the wire. */
  readonly bytes: number;
  /** Bytes of the response's body. */
  readonly sent: number;
  /** The caller's ARN, or empty if the request was not signed. */
  readonly principal: string;
  /** What the request asked the caller's policies, in this order. */
  readonly permissions: readonly Permission[];
}

const FILE = "requests.jsonl";

/** Opens the request log of a state folder. A request is logged before its response ends. */
export function openRequestLog(stateDir: string): (entry: LoggedRequest) => void {
  const file = join(stateDir, FILE);
  return (entry) => appendFileSync(file, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
}

/** Reads all requests so far, oldest first. */
export function readRequests(stateDir: string): LoggedRequest[] {
  const file = join(stateDir, FILE);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as LoggedRequest);
}
