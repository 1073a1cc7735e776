import { BIN_DIR } from "../../../contract/root.ts";

/** `#!/usr/bin/env ruby3.1`, `#!/usr/bin/env -S ruby -w`, `#!/opt/.../bin/ruby` and so on, with its flags. */
const RUBY = /^#! *(?:\S*\/env +(?:-S +)?)?(?:\/\S*\/)?ruby[\d.]*(?=[ \t\r\n]|$)/;

/** How many bytes the kernel reads of a first line. */
const FIRST_LINE = 256;

/**
 * A Ruby script with our Ruby in its first line: in Lambda there is no other, and no `env`.
 * @returns undefined where there is nothing to change
 */
export function relocateShebang(script: Buffer): Buffer | undefined {
  const head = script.toString("latin1", 0, FIRST_LINE);
  const found = RUBY.exec(head)?.[0];
  const ours = `#!${BIN_DIR}/ruby`;
  if (found === undefined || found === ours) return undefined;
  return Buffer.concat([Buffer.from(ours), script.subarray(found.length)]);
}
