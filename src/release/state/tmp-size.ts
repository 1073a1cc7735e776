import { UserError } from "../../errors.ts";

/** MB that Lambda gives: https://docs.aws.amazon.com/lambda/latest/dg/configuration-ephemeral-storage.html */
const LEAST = 512;
const MOST = 10_240;
/** MB beside the unpacked files without which no app runs: homes, sockets, uploads on their way. */
const SPARE = 64;

/**
 * MB of /tmp: the unpacked files and half as much again for what the app writes.
 * @param asked what `tmp-size` says instead
 * @throws UserError where the files do not fit
 */
export function tmpSize(unpackedBytes: number, asked?: number): number {
  const needed = Math.ceil(unpackedBytes / 2 ** 20) + SPARE;
  if (needed > MOST) {
    throw new UserError(
      `unpacked, the app takes ${needed} MB of /tmp, and Lambda gives ${MOST} MB at most.`,
      "Leave out what it does not need while it runs, by `exclude` or `.megamodeignore`; large data can lie in S3 or on EFS.",
    );
  }
  if (asked !== undefined && asked < needed) {
    throw new UserError(
      `\`tmp-size\` is ${asked} MB; unpacked, the app takes ${needed} MB.`,
      `Give \`tmp-size\` ${needed} at least, or leave it out: it then follows from the app's size.`,
    );
  }
  return asked ?? Math.min(MOST, Math.max(LEAST, Math.ceil(needed * 1.5)));
}
