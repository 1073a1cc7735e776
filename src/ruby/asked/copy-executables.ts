import { readFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { BIN_DIR, ROOT } from "../../../contract/root.ts";
import { UserError } from "../../errors.ts";
import { listNames, replaceFile } from "../../files.ts";
import { type Binary, readBinary } from "../binaries/binary.ts";
import { copyTree } from "../copy-tree.ts";
import { relocateShebang } from "../scripts/shebang.ts";
import type { Asked } from "./asked.ts";

/**
 * Copies programs to BIN_DIR, where PATH begins.
 * @param machine ELF's number
 * @returns those that need libraries; scripts and static programs need none
 * @throws UserError for one that is not there, cannot run in Lambda, or has the name of one of Ruby's
 */
export async function copyExecutables(
  asked: Asked["executables"],
  machine: number,
  backing: string,
): Promise<readonly Binary[]> {
  const folder = join(backing, relative(ROOT, BIN_DIR));
  const rubysOwn = new Set(await listNames(folder));
  const binaries: Binary[] = [];
  for (const { name, path } of asked) {
    if (rubysOwn.has(name))
      throw wrong(`\`${name}\` is one of Ruby's own programs, which are packed anyway`);
    const file = join(folder, name);
    if (!(await copyTree(path, file))) throw wrong(`\`${path}\` is not on this runner`);
    const label = `executable \`${basename(path)}\``;
    const binary = await readBinary({ path, file, label, required: true });
    if (!binary) await relocateScript(file);
    else if (binary.elf.machine === machine) binaries.push(binary);
    else throw wrong(`\`${path}\` is for another architecture`);
  }
  return binaries;
}

async function relocateScript(file: string): Promise<void> {
  const script = relocateShebang(await readFile(file));
  if (script) await replaceFile(file, script);
}

function wrong(what: string): UserError {
  return new UserError(
    `The input \`executables\`: ${what}.`,
    "Install it in a step before this one (`sudo apt-get install -y ...`), or correct the input.",
  );
}
