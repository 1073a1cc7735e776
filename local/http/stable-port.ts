import { existsSync, readFileSync } from "node:fs";
import type { Server } from "node:net";
import { writeJson } from "../state/records.ts";
import { listenAnywhere, listenOn } from "./listen.ts";

/** Listens on the wanted port, or else the port of the last start, or else any. @returns the port */
export async function listenOnStablePort(
  server: Server,
  file: string,
  wanted?: number,
): Promise<number> {
  const last = existsSync(file)
    ? (JSON.parse(readFileSync(file, "utf8")) as { port: number }).port
    : undefined;
  const port = wanted ?? last;
  if (port === undefined) {
    const found = await listenAnywhere(server);
    writeJson(file, { port: found });
    return found;
  }
  await listenOn(server, port);
  if (port !== last) writeJson(file, { port });
  return port;
}
