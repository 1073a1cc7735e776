import { execFileSync } from "node:child_process";
import { closeSync, constants, mkdtempSync, openSync, rmSync } from "node:fs";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";

/** A pipe from `writeEnd` to `output`. */
export interface OutputPipe {
  readonly output: Readable;
  readonly writeEnd: number;
  /** Closes our copy of the write end. To be called once a child has its own. */
  handedOver(): void;
}

/**
 * Opens a real pipe, which Lambda has too. Node would give a child a pair of sockets instead, which is full after some
 * 170 short lines and on which /dev/stdout cannot be opened.
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
