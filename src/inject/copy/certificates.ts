import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { isCertificate, isPublicBlock } from "./public-block.ts";

/** Bytes of a file that is looked at. All of the world's authorities together have a quarter of them. */
const MOST = 2 ** 20;

const BLOCK =
  /^-----BEGIN ([A-Z0-9][A-Z0-9 ]*)-----\s([A-Za-z0-9+/=\s]+)-----END \1-----[ \t\r]*$/gm;

/**
 * Whether a file holds certificates, public keys or parameters, and nothing that could be a private key. False, too, if it
 * cannot be read.
 */
export function isPublicCertificate(file: string): boolean {
  const bytes = readSmall(file);
  return bytes !== undefined && holdsOnlyCertificates(bytes);
}

/** Whether bytes are one certificate in DER, or public blocks of PEM with words between them. */
export function holdsOnlyCertificates(bytes: Buffer): boolean {
  if (isCertificate(bytes)) return true;
  const text = bytes.toString("latin1");
  let count = 0;
  let allSound = true;
  const between = text.replace(BLOCK, (_, label: string, body: string) => {
    count += 1;
    allSound &&= isPublicBlock(label, Buffer.from(body, "base64"));
    return "";
  });
  // Whatever else begins a block, whole or not, is not public. Neither are bytes that nobody can read.
  return count > 0 && allSound && !/-----|PRIVATE KEY|[^\t\r\n\x20-\x7e\x80-\xff]/i.test(between);
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
