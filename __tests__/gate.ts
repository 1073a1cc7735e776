import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { until } from "./until.ts";

/** Holds programs that ask it by HTTP until the test lets them go: no test has to guess how long they run. */
export interface Gate {
  readonly url: string;
  /** Settles when so many wait. */
  reached(count: number): Promise<void>;
  /** Lets go those who wait. */
  open(): void;
  close(): void;
}

export async function openGate(): Promise<Gate> {
  let waiting: ServerResponse[] = [];
  const server = createServer((_, response) => {
    waiting.push(response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const open = () => {
    for (const response of waiting) response.end("go");
    waiting = [];
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    reached: (count) => until(() => waiting.length >= count),
    open,
    close() {
      open();
      server.close();
    },
  };
}
