import "reflect-metadata";
import { randomBytes, webcrypto } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const DAY_MS = 24 * 60 * 60 * 1000;
const CA_NAME = "CN=megamode embedded AWS";

/** What an HTTPS server presents, and the file that its clients must trust. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
  readonly caFile: string;
}

/**
 * Makes a certificate for localhost at each start. Its authority is made at the first start and stays, so that
 * clients keep trusting it.
 */
export async function openCertificate(stateDir: string): Promise<Certificate> {
  const caFile = join(stateDir, "ca.pem");
  const ca = await openAuthority(caFile, join(stateDir, "ca-key.pem"));
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const cert = await X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: "CN=localhost",
    issuer: CA_NAME,
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + 365 * DAY_MS),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: ca.key,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([
        { type: "dns", value: "localhost" },
        { type: "ip", value: "127.0.0.1" },
      ]),
      await AuthorityKeyIdentifierExtension.create(ca.cert.publicKey),
    ],
  });
  return { cert: cert.toString("pem"), key: await exportKey(keys.privateKey), caFile };
}

interface Authority {
  readonly cert: X509Certificate;
  readonly key: webcrypto.CryptoKey;
}

async function openAuthority(certFile: string, keyFile: string): Promise<Authority> {
  if (existsSync(certFile)) {
    const [der] = PemConverter.decode(readFileSync(keyFile, "utf8"));
    return {
      cert: new X509Certificate(readFileSync(certFile, "utf8")),
      key: await webcrypto.subtle.importKey("pkcs8", der!, ALGORITHM, false, ["sign"]),
    };
  }
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const cert = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: CA_NAME,
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + 3650 * DAY_MS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  // The key first: a certificate without its key would stay for ever.
  writeWhole(keyFile, await exportKey(keys.privateKey), 0o600);
  writeWhole(certFile, `${cert.toString("pem")}\n`, 0o644);
  return { cert, key: keys.privateKey };
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  return PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", key), "PRIVATE KEY");
}

function writeWhole(file: string, text: string, mode: number): void {
  writeFileSync(`${file}.partial`, text, { mode });
  renameSync(`${file}.partial`, file);
}

function serialNumber(): string {
  // The first bit must be zero, or the number is negative.
  const bytes = randomBytes(16);
  bytes[0] = (bytes[0]! & 0x7f) | 0x01;
  return bytes.toString("hex");
}
