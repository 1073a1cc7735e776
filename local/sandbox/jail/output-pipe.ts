import { execFileSync } from "node:child_process";
import { closeSync, constants, mkdtempSync, openSync, rmSync } from "node:fs";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";

/** A pipe: what is written to `writeEnd` comes out of `output`. */
export interface OutputPipe {
  readonly output: Readable;
  readonly writeEnd: number;
  /** Close our copy of the write end, once a child has its own. */
  handedOver(): void;
}

/**
 * A real pipe, as Lambda has. What Node would make for a child is a pair of sockets: it is full after some
 * 170 short lines, and /dev/stdout cannot be opened on it.
 */
export function openOutputPipe(): OutputPipe {
  const folder = mkdtempSync(join(tmpdir(), "megamode-pipe-"));
  const file = join(folder, "output");
  execFileSync("mkfifo", ["-m", "600", file]);
  const fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  const writeEnd = openSync(file, constants.O_WRONLY);
  rmSync(folder, { recursive: true });
  return {
    output: new Socket({ fd, readable: true, writable: false }),
    writeEnd,
    handedOver: () => closeSync(writeEnd),
  };
}
