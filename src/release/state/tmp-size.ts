import { UserError } from "../../errors.ts";

/** MB that Lambda offers: https://docs.aws.amazon.com/lambda/latest/dg/configuration-ephemeral-storage.html */
const LEAST = 512;
const MOST = 10_240;
/** MB that every app needs besides its unpacked files: for its home, sockets and uploads. */
const SPARE = 64;

/**
 * Returns the MB of /tmp: room for the unpacked files, and half as much again for files that the app writes.
 * @param asked the input `tmp-size`, which takes precedence
 * @throws UserError if the files do not fit
 */
export function tmpSize(unpackedBytes: number, asked?: number): number {
  const needed = Math.ceil(unpackedBytes / 2 ** 20) + SPARE;
  if (needed > MOST) {
    throw new UserError(
      `Unpacked, the app takes ${needed} MB of /tmp; Lambda offers ${MOST} MB at most.`,
      "Use `exclude` or `.megamodeignore` to leave out files that the app does not need at run time. Large data can lie in S3 or on EFS.",
    );
  }
  if (asked !== undefined && asked < needed) {
    throw new UserError(
      `\`tmp-size\` is ${asked} MB; unpacked, the app takes ${needed} MB.`,
      `Set \`tmp-size\` to ${needed} or more, or leave it out: it then follows from the app's size.`,
    );
  }
  return asked ?? Math.min(MOST, Math.max(LEAST, Math.ceil(needed * 1.5)));
}
