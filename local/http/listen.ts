import { randomInt } from "node:crypto";
import type { Server } from "node:net";

// Below Linux's range for outgoing connections (32768 to 60999). After a restart, no other program's connection can
// then occupy a port that has to stay the same.
const FIRST = 20000;
const LAST = 32000;
const ATTEMPTS = 50;

/** Listens on 127.0.0.1 on the given port. @throws if it is in use */
export async function listenOn(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** Listens on 127.0.0.1 on any free port that can stay the same over restarts. @returns the port */
export async function listenAnywhere(server: Server): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const port = randomInt(FIRST, LAST);
    try {
      await listenOn(server, port);
      return port;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE" || attempt === ATTEMPTS)
        throw error;
    }
  }
}
