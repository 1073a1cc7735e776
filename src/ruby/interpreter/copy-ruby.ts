import { readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { BIN_DIR, ROOT } from "../../../contract/root.ts";
import { listFiles, readIfThere, replaceFile } from "../../files.ts";
import type { Seed } from "../closure/closure.ts";
import { copyTree } from "../copy-tree.ts";
import { isElf, parseElf } from "../elf/parse.ts";
import { rewritePaths } from "../rewrite-paths.ts";
import { planStubs } from "./binstubs.ts";
import { planRubysGems } from "./gems-of-ruby.ts";
import type { RubyInstallation } from "./inspect.ts";
import type { Layout } from "./layout.ts";
import { relocateRbconfig } from "./rbconfig.ts";

/** A binary of Ruby's that travels: where it came from, and where it now lies in the backing folder. */
export interface RubyBinary extends Seed {
  readonly file: string;
}

/** Of no use without a compiler, or made for reading. */
const LEAVE_OUT = /\.(a|o|ri)$|\/(doc|man|\.github|rdoc\/generator\/template\/darkfish\/fonts)$/;

/**
 * Copies Ruby's library, gems and executable, and edits what is text.
 * @returns its binaries, the executable first; their edits follow when the closure is known
 */
export async function copyRuby(
  ruby: RubyInstallation,
  layout: Layout,
  backing: string,
): Promise<readonly RubyBinary[]> {
  const inBacking = (path: string) => join(backing, relative(ROOT, path));
  const copies = [...layout.copies, ...(await planRubysGems(ruby, layout))];
  await Promise.all(
    copies.map(({ from, to }) => copyTree(from, inBacking(to), (path) => LEAVE_OUT.test(path))),
  );
  await copyTree(ruby.executable, inBacking(`${BIN_DIR}/ruby`));
  const [major, minor] = ruby.version.split(".");
  await rm(inBacking(`${BIN_DIR}/ruby${major}.${minor}`), { force: true });
  await symlink("ruby", inBacking(`${BIN_DIR}/ruby${major}.${minor}`));
  for (const [name, script] of planStubs()) {
    await writeFile(inBacking(`${BIN_DIR}/${name}`), script, { mode: 0o755 });
  }
  await editTexts(layout, inBacking);
  return findBinaries(ruby, copies, inBacking);
}

async function editTexts(layout: Layout, inBacking: (path: string) => string): Promise<void> {
  const rbconfig = inBacking(layout.rbconfig.file);
  const text = relocateRbconfig(await readFile(rbconfig, "latin1"), layout.rbconfig.values);
  const bytes = Buffer.from(text, "latin1");
  rewritePaths(bytes, layout.rewrites);
  await replaceFile(rbconfig, bytes);
  // Debian's defaults point RubyGems to the distribution's folders. Upstream's follow RbConfig.
  for (const { to } of layout.copies) {
    for (const folder of [to, `${to}/vendor_ruby`]) {
      const file = inBacking(`${folder}/rubygems/defaults/operating_system.rb`);
      if ((await readIfThere(file))?.includes("rubygems-integration")) await rm(file);
    }
  }
}

async function findBinaries(
  ruby: RubyInstallation,
  copies: Layout["copies"],
  inBacking: (path: string) => string,
): Promise<readonly RubyBinary[]> {
  const found = new Map<string, string>([[inBacking(`${BIN_DIR}/ruby`), ruby.executable]]);
  for (const { from, to } of copies) {
    for (const file of await listFiles(inBacking(to))) {
      if (file.endsWith(".so")) found.set(file, join(from, relative(inBacking(to), file)));
    }
  }
  const binaries: RubyBinary[] = [];
  for (const [file, path] of found) {
    const bytes = await readFile(file);
    const elf = isElf(bytes) ? parseElf(bytes) : undefined;
    const label = `extension \`${/([^/]+)\.so$/.exec(path)?.[1] ?? "ruby"}\``;
    if (elf) binaries.push({ path, file, bytes, elf, label, required: true });
  }
  return binaries;
}
