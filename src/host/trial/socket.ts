import { open } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import { createConnection } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { SOCKET } from "../../../contract/root.ts";
import type { TrialPlan } from "../../ports/trial.ts";

/** Milliseconds between two looks. */
const INTERVAL = 10;

/** The server's end of a trial: the socket in its folder, seen from outside. */
export async function openSocket(runDir: string) {
  // By the open folder: the path of a socket may have 107 bytes, and a runner's folders are deep.
  const folder = await open(runDir, "r");
  const path = `/proc/self/fd/${folder.fd}${SOCKET.slice(SOCKET.lastIndexOf("/"))}`;
  return {
    /** @returns false where the server is gone, or the time is over */
    async listening(limit: number, gone: () => boolean): Promise<boolean> {
      const until = performance.now() + limit;
      while (!gone() && performance.now() < until) {
        if (await accepts(path)) return true;
        await sleep(INTERVAL);
      }
      return false;
    },

    /** @returns the status, or why there is none */
    ask(
      request: NonNullable<TrialPlan["request"]>,
    ): Promise<number | { readonly problem: string }> {
      return new Promise((resolve) => {
        const outgoing = httpRequest(
          {
            ...{ socketPath: path, path: request.path, headers: request.headers },
            signal: AbortSignal.timeout(request.limit),
          },
          (response) => {
            response.resume();
            response.once("close", () => resolve(response.statusCode ?? 0));
          },
        );
        outgoing.once("error", (error) => {
          const late = error.name === "AbortError" || error.name === "TimeoutError";
          const problem = late ? `no answer within ${request.limit / 1000} s` : error.message;
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
