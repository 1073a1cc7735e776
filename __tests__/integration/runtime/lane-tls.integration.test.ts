import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, expect, test } from "@jest/globals";
import { Lane } from "../../../runtime/src/loader/fetch/lane.ts";

const folder = mkdtempSync(join(tmpdir(), "mm-tls-"));
const [key, cert] = [join(folder, "key"), join(folder, "cert")];
const certificate = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
const subject = ["-nodes", "-subj", "/CN=s3", "-addext", "subjectAltName=DNS:localhost"];
execFileSync("openssl", [...certificate, ...subject, "-keyout", key, "-out", cert], {
  stdio: "ignore",
});
const object = Buffer.alloc(3_000_000, "megamode");
const server = createServer(
  { key: readFileSync(key), cert: readFileSync(cert) },
  (_, response) => void response.writeHead(200, { "content-length": object.length }).end(object),
);
await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
const { port } = server.address() as AddressInfo;
const trusted = getCACertificates("default");

afterAll(() => {
  setDefaultCACertificates(trusted);
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

async function fetch(host: string): Promise<Buffer> {
  const lane = new Lane(object.length);
  const target = { bytes: lane.memory, received: 0 };
  try {
    await lane.get(new URL(`https://${host}:${port}/`), { host }, () => target);
    return target.bytes;
  } finally {
    lane.close();
  }
}

test("an object comes by TLS, and only from whom the certificate is for", async () => {
  await expect(fetch("localhost")).rejects.toThrow(/self-signed certificate/);
  setDefaultCACertificates([...trusted, readFileSync(cert, "utf8")]);
  expect((await fetch("localhost")).equals(object)).toBe(true);
  await expect(fetch("127.0.0.1")).rejects.toThrow(/does not match certificate|not in the cert/);
});
