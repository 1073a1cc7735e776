import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One request to the control plane, as tests and the demo read it. */
export interface LoggedRequest {
  /** ISO 8601. */
  readonly time: string;
  readonly service: string;
  readonly operation: string;
  readonly method: string;
  /** As sent, without the query. */
  readonly path: string;
  readonly status: number;
  /** Bytes of the request's body, as they came over the wire. */
  readonly bytes: number;
  /** Bytes of the response's body. */
  readonly sent: number;
  /** ARN; empty where nobody signed. */
  readonly principal: string;
}

const FILE = "requests.jsonl";

/** Appends to the log of a state folder. A line is there before its response has ended. */
export function openRequestLog(stateDir: string): (entry: LoggedRequest) => void {
  const file = join(stateDir, FILE);
  return (entry) => appendFileSync(file, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
}

/** All requests so far, oldest first. */
export function readRequests(stateDir: string): LoggedRequest[] {
  const file = join(stateDir, FILE);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as LoggedRequest);
}
