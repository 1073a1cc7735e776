import { open } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import { createConnection } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { SOCKET } from "../../../contract/root.ts";
import type { TrialPlan } from "../../ports/trial.ts";

/** Milliseconds between two attempts to connect. */
const INTERVAL = 10;

/** Opens the way to a server in a trial, by the socket in its folder. */
export async function openSocket(runDir: string) {
  // The path goes through the open folder: a socket's path may have 107 bytes, and a runner's folders are deep.
  const folder = await open(runDir, "r");
  const path = `/proc/self/fd/${folder.fd}${SOCKET.slice(SOCKET.lastIndexOf("/"))}`;
  return {
    /** Waits until the server listens. @returns false if it has ended, or the time is over */
    async listening(limit: number, hasEnded: () => boolean): Promise<boolean> {
      const until = performance.now() + limit;
      while (!hasEnded() && performance.now() < until) {
        if (await accepts(path)) return true;
        await sleep(INTERVAL);
      }
      return false;
    },

    /** Sends a request. @returns the status, or why there is none */
    ask(
      request: NonNullable<TrialPlan["request"]>,
    ): Promise<number | { readonly problem: string }> {
      return new Promise((resolve) => {
        const outgoing = httpRequest(
          {
            socketPath: path,
            path: request.path,
            headers: request.headers,
            signal: AbortSignal.timeout(request.limit),
          },
          (response) => {
            response.resume();
            response.once("close", () => resolve(response.statusCode ?? 0));
          },
        );
        outgoing.once("error", (error) => {
          const isLate = error.name === "AbortError" || error.name === "TimeoutError";
          const problem = isLate ? `no answer within ${request.limit / 1000} s` : error.message;
          resolve({ problem });
        });
        outgoing.end();
      });
    },

    close: () => folder.close(),
  };
}

function accepts(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = createConnection(path);
    connection.once("connect", () => {
      connection.destroy();
      resolve(true);
    });
    connection.once("error", () => resolve(false));
  });
}
