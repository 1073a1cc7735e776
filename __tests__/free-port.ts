import { createServer } from "node:net";
import { listenAnywhere } from "../local/http/listen.ts";

/** A port of 127.0.0.1 that nothing listens on and no client of anything is given: it can be listened on later. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listenAnywhere(server);
  await new Promise((closed) => server.close(closed));
  return port;
}
