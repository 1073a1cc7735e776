/** A running checksum. */
export interface Checksum {
  update(data: Uint8Array): void;
  digest(): Buffer;
}

// Reflected polynomials, as pairs of 32-bit words. BigInt would be a hundred times slower.
const CRC32C = table(0, 0x82f63b78);
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html (NVM Express base
// specification, polynomial 0xad93d23594c93659)
const CRC64NVME = table(0x9a6c9329, 0xac4bc9b5);

interface Table {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
}

/** Starts a CRC-32C (Castagnoli), which zlib does not have. */
export function crc32c(): Checksum {
  let low = 0xffffffff;
  return {
    update(data) {
      for (const byte of data) low = CRC32C.low[(low ^ byte) & 0xff]! ^ (low >>> 8);
    },
    digest() {
      const out = Buffer.alloc(4);
      out.writeUInt32BE((low ^ 0xffffffff) >>> 0);
      return out;
    },
  };
}

/** Starts a CRC-64/NVME, the default of newer SDKs. */
export function crc64nvme(): Checksum {
  let high = 0xffffffff;
  let low = 0xffffffff;
  return {
    update(data) {
      for (const byte of data) {
        const index = (low ^ byte) & 0xff;
        low = CRC64NVME.low[index]! ^ ((low >>> 8) | (high << 24));
        high = CRC64NVME.high[index]! ^ (high >>> 8);
      }
    },
    digest() {
      const out = Buffer.alloc(8);
      out.writeUInt32BE((high ^ 0xffffffff) >>> 0, 0);
      out.writeUInt32BE((low ^ 0xffffffff) >>> 0, 4);
      return out;
    },
  };
}

function table(polynomialHigh: number, polynomialLow: number): Table {
  const entries = { high: new Uint32Array(256), low: new Uint32Array(256) };
  for (let byte = 0; byte < 256; byte += 1) {
    let high = 0;
    let low = byte;
    for (let bit = 0; bit < 8; bit += 1) {
      const odd = low & 1;
      low = (low >>> 1) | (high << 31);
      high >>>= 1;
      if (odd === 1) {
        low ^= polynomialLow;
        high ^= polynomialHigh;
      }
    }
    entries.high[byte] = high;
    entries.low[byte] = low;
  }
  return entries;
}
