import { randomInt } from "node:crypto";
import type { Server } from "node:net";

// Below Linux' range for outgoing connections (32768 to 60999), so that after a restart no client of
// anything else happens to sit on a port that we promised to keep.
const FIRST = 20000;
const LAST = 32000;
const ATTEMPTS = 50;

/** Listen on 127.0.0.1, on a port that this server must have. */
export async function listenOn(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** Listen on 127.0.0.1, on any port that can be kept over restarts. */
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
