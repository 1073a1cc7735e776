import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { type Crc, crc32c, crc64nvme } from "./crc.ts";

/** Checksums that S3 takes in `x-amz-checksum-<name>`, as a header or as a trailer. */
const CHECKSUMS: Readonly<Record<string, () => Crc>> = {
  crc32: zlibCrc32,
  crc32c,
  crc64nvme,
  sha1: () => digester("sha1"),
  sha256: () => digester("sha256"),
};

const PREFIX = "x-amz-checksum-";

/** The checksum that a header or trailer names: `x-amz-checksum-sha256` gives `sha256`. */
export function checksumName(header: string): string | undefined {
  const name = header.startsWith(PREFIX) ? header.slice(PREFIX.length) : "";
  return Object.hasOwn(CHECKSUMS, name) ? name : undefined;
}

/** Start a checksum; `name` comes from checksumName. */
export function startChecksum(name: string): Crc {
  return CHECKSUMS[name]!();
}

function zlibCrc32(): Crc {
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

function digester(algorithm: string): Crc {
  const hash = createHash(algorithm);
  return { update: (data) => void hash.update(data), digest: () => hash.digest() };
}
