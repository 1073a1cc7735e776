import type { Shell } from "../ports/shell.ts";
import { ownProgram } from "./own-program.ts";

/** Copies a folder to a path that does not exist yet. Times and links are preserved, blocks are shared if possible. */
export async function copyTree(shell: Shell, from: string, to: string): Promise<void> {
  const args = ["-a", "--reflink=auto", from, to];
  const { status, output } = await shell.run({ file: ownProgram("cp"), args, cwd: "/" });
  if (status !== 0) throw new Error(`Copying \`${from}\` to \`${to}\` failed: ${output.trim()}`);
}
