import { readFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { BIN_DIR, ROOT } from "../../../contract/root.ts";
import { UserError } from "../../errors.ts";
import { listNames, replaceFile } from "../../files.ts";
import { copyTree } from "../copy-tree.ts";
import { isElf, parseElf } from "../elf/parse.ts";
import type { RubyBinary } from "../interpreter/copy-ruby.ts";
import { relocateShebang } from "../scripts/shebang.ts";
import type { Asked } from "./asked.ts";

/**
 * Copies programs to where PATH begins.
 * @param machine ELF's number
 * @returns those that need libraries; scripts and static programs need none
 * @throws UserError for one that is not there, cannot run in Lambda, or has a name that Ruby's own has
 */
export async function copyExecutables(
  asked: Asked["executables"],
  machine: number,
  backing: string,
): Promise<readonly RubyBinary[]> {
  const folder = join(backing, relative(ROOT, BIN_DIR));
  const taken = new Set(await listNames(folder));
  const binaries: RubyBinary[] = [];
  for (const { name, path } of asked) {
    if (taken.has(name)) throw wrong(`\`${name}\` is one of Ruby's own, which travel anyway`);
    const file = join(folder, name);
    if (!(await copyTree(path, file))) throw wrong(`\`${path}\` is not on this runner`);
    const bytes = await readFile(file);
    const elf = isElf(bytes) ? parseElf(bytes) : undefined;
    if (elf && elf.machine !== machine) throw wrong(`\`${path}\` is for another architecture`);
    if (elf) {
      const label = `executable \`${basename(path)}\``;
      binaries.push({ path, file, bytes, elf, label, required: true });
    } else {
      const script = relocateShebang(bytes);
      if (script) await replaceFile(file, script);
    }
  }
  return binaries;
}

function wrong(what: string): UserError {
  return new UserError(
    `The input \`executables\`: ${what}.`,
    "Install it in a step before this one (`sudo apt-get install -y ...`), or correct the input.",
  );
}
