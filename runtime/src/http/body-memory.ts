/** Bytes below which memory is not kept: new memory is as quick. */
const LEAST = 1024 * 1024;

/** Bytes above which memory is not kept: it is the app's. */
const MOST = 8 * 1024 * 1024;

/** What somebody has. */
const taken = new WeakSet<ArrayBufferLike>();
let kept: Buffer | undefined;

/** Returns memory for a body, which nobody else has. @param bytes that it has at least */
export function takeMemory(bytes: number): Buffer {
  if (bytes < LEAST) return Buffer.allocUnsafeSlow(bytes);
  const memory = kept && kept.length >= bytes ? kept : Buffer.allocUnsafeSlow(bytes);
  kept = undefined;
  taken.add(memory.buffer);
  return memory;
}

/**
 * Gives memory back when nobody will read the body any more; without effect for memory that is not from here. New memory for
 * each large body would be cleared page by page by the system, and have the garbage collector run for every second request.
 */
export function giveBackMemory({ buffer }: Buffer): void {
  if (taken.delete(buffer) && buffer.byteLength <= MOST) kept = Buffer.from(buffer);
}
