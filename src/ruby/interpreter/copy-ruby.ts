import { readFile, rm, symlink, writeFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { BIN_DIR, ROOT } from "../../../contract/root.ts";
import { allEnded } from "../../all-ended.ts";
import { UserError } from "../../errors.ts";
import { listFiles, readIfThere, replaceFile } from "../../files.ts";
import { type Binary, readBinary } from "../binaries/binary.ts";
import { type Copy, copyTree } from "../copy-tree.ts";
import { rewritePaths } from "../rewrite-paths.ts";
import { planBinstubs } from "./binstubs.ts";
import { findRubysGems } from "./gems-of-ruby.ts";
import type { RubyInstallation } from "./inspect.ts";
import type { Layout } from "./layout.ts";
import { relocateRbconfig } from "./rbconfig.ts";

export interface RubyBinaries {
  readonly executable: Binary;
  /** The dynamic loader that the executable names. */
  readonly loader: string;
  readonly extensions: readonly Binary[];
}

/** What is useful only with a compiler, or only to a reader. */
const LEAVE_OUT = /\.(a|o|ri)$|\/(doc|man|\.github|rdoc\/generator\/template\/darkfish\/fonts)$/;

/**
 * Copies Ruby's library, gems and executable, and edits what is text.
 * @returns its binaries; they are edited when the closure is known
 */
export async function copyRuby(
  ruby: RubyInstallation,
  layout: Layout,
  backing: string,
): Promise<RubyBinaries> {
  const inBacking = (path: string) => join(backing, relative(ROOT, path));
  const copies = [...layout.copies, ...(await findRubysGems(ruby, layout))];
  await allEnded(
    copies.map(({ from, to }) => copyTree(from, inBacking(to), (path) => LEAVE_OUT.test(path))),
  );
  const executable = inBacking(`${BIN_DIR}/ruby`);
  await copyTree(ruby.executable, executable);
  const [major, minor] = ruby.version.split(".");
  await symlink("ruby", `${executable}${major}.${minor}`);
  for (const [name, script] of planBinstubs()) {
    await writeFile(inBacking(`${BIN_DIR}/${name}`), script, { mode: 0o755 });
  }
  await editTexts(layout, inBacking);
  return {
    ...(await readExecutable(executable, ruby.executable)),
    extensions: await readExtensions(copies, inBacking),
  };
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

async function readExecutable(
  file: string,
  path: string,
): Promise<Omit<RubyBinaries, "extensions">> {
  const executable = await readBinary({ path, file, label: "extension `ruby`", required: true });
  const loader = executable?.elf.interpreter?.path;
  if (!executable || !loader) {
    throw new UserError(
      `\`${path}\` cannot be read as an executable.`,
      "Put a Ruby in PATH that is a program for Linux with glibc: that of `ruby/setup-ruby`, or of the distribution.",
    );
  }
  return { executable, loader };
}

async function readExtensions(
  copies: readonly Copy[],
  inBacking: (path: string) => string,
): Promise<readonly Binary[]> {
  const sources = new Map<string, string>();
  for (const { from, to } of copies) {
    for (const file of await listFiles(inBacking(to))) {
      if (file.endsWith(".so")) sources.set(file, join(from, relative(inBacking(to), file)));
    }
  }
  const extensions = await Promise.all(
    [...sources].map(([file, path]) => {
      const label = `extension \`${basename(path, ".so")}\``;
      return readBinary({ path, file, label, required: true });
    }),
  );
  return extensions.filter((extension) => extension !== undefined);
}
