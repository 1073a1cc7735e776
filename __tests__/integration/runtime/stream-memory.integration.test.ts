import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "@jest/globals";

const script = fileURLToPath(new URL("../../fixtures/runtime/stream-flood.ts", import.meta.url));
const PIECE = Buffer.alloc(64 * 1024, "x");

let folder: string;
let received = 0;
/** Writes as many bytes as its path says, no faster than they are read. */
const app = createServer(async (request, response) => {
  for (let left = Number(request.url?.slice(1)); left > 0; left -= PIECE.length) {
    if (!response.write(PIECE.subarray(0, left))) await once(response, "drain");
  }
  response.end();
});
const runtimeApi = createServer((request, response) => {
  request.on("data", (chunk: Buffer) => {
    received += chunk.length;
  });
  request.on("end", () => response.end("{}"));
});
const listen = async (server: Server, at: object) => {
  server.listen(at);
  await once(server, "listening");
};
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mm-"));
  await listen(app, { path: join(folder, "socket") });
  await listen(runtimeApi, { port: 0, host: "127.0.0.1" });
});
afterAll(() => {
  for (const server of [app, runtimeApi]) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(folder, { recursive: true });
});

test("a stream of 100 MB takes no more than 16 MB of memory", async () => {
  const { port } = runtimeApi.address() as AddressInfo;
  // The heap that the function's proxy has.
  const flags = ["--max-old-space-size=128", "--disable-warning=ExperimentalWarning"];
  const args = [...flags, script, join(folder, "socket"), String(port), "100000000"];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  expect(received).toBeGreaterThan(120_000_000);
  expect(Number(stdout)).toBeLessThan(16 * 1024 * 1024);
});
