import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { listenOnStablePort } from "../../../local/http/stable-port.ts";
import { freePort } from "../../free-port.ts";

let folder: string;
let file: string;
const servers: Server[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "megamode-port-"));
  file = join(folder, "port.json");
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  rmSync(folder, { recursive: true });
});

async function start(wanted?: number): Promise<number> {
  const server = createServer();
  servers.push(server);
  return listenOnStablePort(server, file, wanted);
}

async function stop(): Promise<void> {
  await new Promise((resolve) => servers.pop()!.close(resolve));
}

describe("a stable port", () => {
  test("is below the ports of outgoing connections, and the same at the next start", async () => {
    const port = await start();
    expect(port).toBeGreaterThanOrEqual(20_000);
    expect(port).toBeLessThan(32_768);
    await stop();
    expect(await start()).toBe(port);
  });

  test("moves to the wanted one", async () => {
    const port = await start();
    await stop();
    const wanted = await freePort();
    expect(await start(wanted)).toBe(wanted);
    await stop();
    expect(await start()).toBe(wanted);
    expect(wanted).not.toBe(port);
  });

  test("that is in use is an error, not another port", async () => {
    const port = await start();
    await expect(start()).rejects.toMatchObject({ code: "EADDRINUSE", port });
  });
});
