import { existsSync, readFileSync } from "node:fs";
import type { Server } from "node:net";
import { writeJson } from "../state/records.ts";
import { listenAnywhere, listenOn } from "./listen.ts";

/** Listen on the port of the last start; at the first, on the wanted one or any. @returns the port */
export async function keptPort(server: Server, file: string, wanted?: number): Promise<number> {
  const kept = existsSync(file)
    ? (JSON.parse(readFileSync(file, "utf8")) as { port: number }).port
    : undefined;
  const port = wanted ?? kept;
  if (port === undefined) {
    const found = await listenAnywhere(server);
    writeJson(file, { port: found });
    return found;
  }
  await listenOn(server, port);
  if (port !== kept) writeJson(file, { port });
  return port;
}
