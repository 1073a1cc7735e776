import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { type Checksum, crc32c, crc64nvme } from "./crc.ts";

/** The checksums that S3 accepts in `x-amz-checksum-<name>`, as a header or a trailer. */
const CHECKSUMS: Readonly<Record<string, () => Checksum>> = {
  crc32: zlibCrc32,
  crc32c,
  crc64nvme,
  sha1: () => digester("sha1"),
  sha256: () => digester("sha256"),
};

const PREFIX = "x-amz-checksum-";

/** Returns the checksum that a header or trailer names: `sha256` for `x-amz-checksum-sha256`. */
export function checksumName(header: string): string | undefined {
  const name = header.startsWith(PREFIX) ? header.slice(PREFIX.length) : "";
  return Object.hasOwn(CHECKSUMS, name) ? name : undefined;
}

/** Starts a checksum. @param name from `checksumName()` */
export function startChecksum(name: string): Checksum {
  return CHECKSUMS[name]!();
}

function zlibCrc32(): Checksum {
  let value = 0;
  return {
    update(data) {
      value = crc32(data, value);
    },
    digest() {
      const out = Buffer.alloc(4);
      out.writeUInt32BE(value >>> 0);
      return out;
    },
  };
}

function digester(algorithm: string): Checksum {
  const hash = createHash(algorithm);
  return { update: (data) => void hash.update(data), digest: () => hash.digest() };
}
