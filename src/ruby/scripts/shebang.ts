import { BIN_DIR } from "../../../contract/root.ts";

/** Matches `#!/usr/bin/env ruby3.1`, `#!/usr/bin/env -S ruby -w`, `#!/opt/.../bin/ruby` and so on, up to the flags. */
const RUBY = /^#! *(?:\S*\/env +(?:-S +)?)?(?:\/\S*\/)?ruby[\d.]*(?:\.exe)?(?=[ \t\r\n]|$)/;

/** The kernel reads no more than this many bytes of a first line. */
const FIRST_LINE = 256;

/**
 * Puts our Ruby into the first line of a Ruby script: in Lambda there is no other, and no `env`.
 * @returns undefined if there is nothing to change
 */
export function relocateShebang(script: Buffer): Buffer | undefined {
  const head = script.toString("latin1", 0, FIRST_LINE);
  const found = RUBY.exec(head)?.[0];
  const ours = `#!${BIN_DIR}/ruby`;
  if (found === undefined || found === ours) return undefined;
  return Buffer.concat([Buffer.from(ours), script.subarray(found.length)]);
}
