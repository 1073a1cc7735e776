import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { MANIFEST_FILE } from "../../contract/manifest.ts";
import { openRoom } from "./room.ts";
import { lambdaLike } from "./small-app.ts";

const PIECE = { sha256: "0".repeat(64), bytes: 1, tarBytes: 1 };
const ARCHIVE = { name: "app", prefix: "app/", pieces: [PIECE], bytes: 1, unpackedBytes: 1 };

/**
 * Measures the proxy's own init: milliseconds from the moment at which Node reads the proxy's file until the loader asks S3
 * for the first piece.
 * @param folder to make
 */
export async function initTime(folder: string, proxy: string): Promise<number> {
  mkdirSync(folder);
  const server = { argv: ["true"], cwd: "/", env: {}, defaults: {} };
  const manifest = { schema: 1, archives: [ARCHIVE], server, label: "Rack" };
  writeFileSync(
    join(folder, MANIFEST_FILE),
    JSON.stringify({ ...manifest, healthCheck: { path: "/" } }),
  );
  const s3 = createServer();
  const asked = new Promise<number>((resolve) => {
    s3.on("connection", () => resolve(performance.timeOrigin + performance.now()));
  });
  await new Promise<void>((listening) => s3.listen(0, "127.0.0.1", listening));
  const { port } = s3.address() as AddressInfo;
  const env = { ...lambdaLike(folder), AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` };
  const room = openRoom({ env, proxy });
  try {
    const { begins } = await room.next<{ begins: number }>();
    return (await asked) - begins;
  } finally {
    await room.stop();
    s3.closeAllConnections();
    s3.close();
  }
}
