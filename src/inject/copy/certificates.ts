import { X509Certificate } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

/** Bytes of a file that is looked at. All of the world's authorities together have a quarter of them. */
const MOST = 2 ** 20;

const BLOCK =
  /^-----BEGIN (TRUSTED |)CERTIFICATE-----\s([A-Za-z0-9+/=\s]+)-----END \1CERTIFICATE-----[ \t\r]*$/gm;

/** Whether a file holds public certificates, and nothing that could be a key. False, too, if it cannot be read. */
export function isPublicCertificate(file: string): boolean {
  const bytes = readSmall(file);
  return bytes !== undefined && holdsOnlyCertificates(bytes);
}

/**
 * Whether bytes are one certificate in DER, or certificates in PEM with words between them.
 * https://www.rfc-editor.org/rfc/rfc7468
 */
export function holdsOnlyCertificates(bytes: Buffer): boolean {
  if (isCertificate(bytes)) return true;
  const text = bytes.toString("latin1");
  let count = 0;
  let allSound = true;
  const between = text.replace(BLOCK, (_, trusted: string, body: string) => {
    count += 1;
    allSound &&= isCertificate(Buffer.from(body, "base64"), trusted !== "");
    return "";
  });
  // Whatever else begins a block, whole or not, is no certificate. Neither are bytes that nobody can read.
  return count > 0 && allSound && !/-----|PRIVATE KEY|[^\t\r\n\x20-\x7e\x80-\xff]/i.test(between);
}

/** @param isTrusted whether rules of OpenSSL's may follow the certificate */
function isCertificate(der: Buffer, isTrusted = false): boolean {
  if (der[0] !== 0x30) return false; // PEM would be parsed too, up to its first certificate.
  try {
    const { raw } = new X509Certificate(der);
    return isTrusted ? raw.length <= der.length : raw.length === der.length;
  } catch {
    return false;
  }
}

function readSmall(file: string): Buffer | undefined {
  let fd: number | undefined;
  try {
    fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = fstatSync(fd);
    if (!stat.isFile() || stat.size > MOST) return undefined;
    const bytes = Buffer.alloc(stat.size);
    return bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, 0));
  } catch {
    return undefined;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
