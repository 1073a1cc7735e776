import type { Arrived } from "../../../../local/gateway/event/arrived.ts";

/** A request to an API that is plain but for the changes. */
export function arrived(changes: Partial<Arrived> = {}): Arrived {
  return {
    method: "GET",
    base: "/dev",
    path: "/posts",
    rawQuery: "",
    rawHeaders: [],
    body: Buffer.alloc(0),
    sourceIp: "127.0.0.1",
    scheme: "https",
    port: 20001,
    httpVersion: "1.1",
    time: Date.UTC(2026, 10, 23, 19, 21, 0),
    ...changes,
  };
}
