import type { Readable } from "node:stream";

/**
 * Reads an object's body, and stops as soon as it is larger than it may be: its size is whatever its writer chose.
 * @returns undefined if it has more bytes than `most`
 */
export async function readAtMost(body: Readable, most: number): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  // Leaving the loop destroys the stream, and so ends the transfer.
  for await (const part of body as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > most) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
