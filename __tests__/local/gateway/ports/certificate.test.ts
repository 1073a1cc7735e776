import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { openCertificate } from "../../../../local/gateway/ports/certificate.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "megamode-certificate-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("each start has a new certificate for localhost, signed by the same authority", async () => {
  const first = await openCertificate(folder);
  const second = await openCertificate(folder);
  const authority = new X509Certificate(readFileSync(first.caFile));
  expect(authority.ca).toBe(true);
  expect(second.cert).not.toBe(first.cert);
  for (const { cert } of [first, second]) {
    const certificate = new X509Certificate(cert);
    expect(certificate.verify(authority.publicKey)).toBe(true);
    expect(certificate.checkHost("localhost")).toBe("localhost");
    expect(certificate.checkIP("127.0.0.1")).toBe("127.0.0.1");
    expect(certificate.ca).toBe(false);
  }
  expect(statSync(join(folder, "ca-key.pem")).mode & 0o777).toBe(0o600);
});
