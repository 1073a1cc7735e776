import { createPublicKey, X509Certificate } from "node:crypto";
import { elements, TAG } from "./der.ts";

/** The content of PKCS #7 that is signed and not encrypted, such as a chain of certificates: 1.2.840.113549.1.7.2. */
const SIGNED_DATA = Buffer.from("2a864886f70d010702", "hex");

/**
 * Labels of blocks that hold nothing secret, each with the check that the content is what the label says: a key may call
 * itself a certificate. https://www.rfc-editor.org/rfc/rfc7468
 */
const CHECKS: Readonly<Record<string, (der: Buffer) => boolean>> = {
  CERTIFICATE: (der) => isCertificate(der),
  "X509 CERTIFICATE": (der) => isCertificate(der),
  "TRUSTED CERTIFICATE": (der) => isCertificate(der, true),
  "PUBLIC KEY": isPublicKey,
  "RSA PUBLIC KEY": (der) => numbersIn(der) === 2,
  "X509 CRL": isSigned,
  "CERTIFICATE REQUEST": isSigned,
  "NEW CERTIFICATE REQUEST": isSigned,
  PKCS7: isSignedData,
  // A prime, a generator, and perhaps a length.
  "DH PARAMETERS": (der) => [2, 3].includes(numbersIn(der)),
  "EC PARAMETERS": (der) => tags(der).join() === String(TAG.oid),
};

/** Whether a block of PEM is of a public kind, and its content is what its label says. */
export function isPublicBlock(label: string, der: Buffer): boolean {
  return CHECKS[label]?.(der) ?? false;
}

/** @param isTrusted whether rules of OpenSSL's may follow the certificate */
export function isCertificate(der: Buffer, isTrusted = false): boolean {
  if (der[0] !== TAG.sequence) return false; // PEM would be parsed too, up to its first certificate.
  try {
    const { raw } = new X509Certificate(der);
    return isTrusted ? raw.length <= der.length : raw.length === der.length;
  } catch {
    return false;
  }
}

/** Whether it is this key and no more: what is written anew of a private key's public half is shorter. */
function isPublicKey(der: Buffer): boolean {
  try {
    const key = createPublicKey({ key: der, format: "der", type: "spki" });
    return key.export({ format: "der", type: "spki" }).equals(der);
  } catch {
    return false;
  }
}

/** A list or request that somebody signed: what is signed begins with a number or with the algorithm. */
function isSigned(der: Buffer): boolean {
  const [whole] = only(der);
  const [signed, algorithm, signature, ...more] = (whole && elements(der, whole)) ?? [];
  if (signed?.tag !== TAG.sequence || algorithm?.tag !== TAG.sequence) return false;
  const [first] = elements(der, signed) ?? [];
  const isList = first?.tag === TAG.integer || first?.tag === TAG.sequence;
  return isList && signature !== undefined && more.length === 0;
}

function isSignedData(der: Buffer): boolean {
  const [whole] = only(der);
  const [type] = (whole && elements(der, whole)) ?? [];
  return type?.tag === TAG.oid && der.subarray(type.start, type.end).equals(SIGNED_DATA);
}

/** How many numbers the bytes are, and nothing else; 0 for any others. A private key of RSA or DSA has six or more. */
function numbersIn(der: Buffer): number {
  const [whole] = only(der);
  const all = (whole && elements(der, whole)) ?? [];
  return all.every(({ tag }) => tag === TAG.integer) ? all.length : 0;
}

/** The one sequence that the bytes are. */
function only(der: Buffer) {
  const all = elements(der) ?? [];
  return all.length === 1 && all[0]?.tag === TAG.sequence ? all : [];
}

function tags(der: Buffer): readonly number[] {
  return (elements(der) ?? []).map(({ tag }) => tag);
}
