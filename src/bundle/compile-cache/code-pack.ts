import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BIN_DIR, ROOT } from "../../../contract/root.ts";
import { listNames } from "../../files.ts";
import { setTimeOfFile } from "../../inject/copy/deterministic-metadata.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import type { PackagedRuby } from "../../ruby/packaged.ts";
import { COMPILER } from "./compile-alone.ts";
import { CACHE, CODE_PACK, listSourceFiles } from "./compiled-files.ts";

const LIST = `${CACHE}/sources`;

/**
 * Compiles files without running them: as `load` does, up to the moment when Ruby would run the file. What Ruby's own
 * `compile_file` makes has another name in backtraces, and comes from another parser in some versions. It runs first all the
 * same, because only it fails at a syntax error before that moment. A file is left to the server's start if Ruby cannot
 * compile or dump it, or warns of it: the start says so. `runtime/gem/lib/megamode/code_pack.rb` reads what is made here.
 * https://github.com/ruby/ruby/blob/v3_1_2/load.c (load_iseq_eval)
 * https://bugs.ruby-lang.org/issues/18250 (cannot be dumped)
 * https://bugs.ruby-lang.org/issues/22023 (another parser)
 */
const COMPILE = `
GC.disable
list, folder = ARGV
warns = false
Warning.define_singleton_method(:warn) { |*, **| warns = true }
compiled = nil
trace = TracePoint.new(:script_compiled) do |at|
  compiled = at.instruction_sequence
  throw :compiled
end
compile = lambda do |path|
  RubyVM::InstructionSequence.compile_file(path)
  catch(:compiled) { trace.enable { load(path) } }
  compiled.to_binary
rescue StandardError, ScriptError, SystemStackError
  nil
end
files = {}
File.open("#{folder}/code", "wb") do |code|
  File.read(list).split("\\0").each do |path|
    warns = false
    binary = compile.(path)
    next if binary.nil? || warns

    source = File.stat(path)
    files[path] = [code.pos, binary.bytesize, source.size, source.mtime.to_i]
    code.write(binary)
  end
end
ruby = [RUBY_VERSION, RUBY_PATCHLEVEL, RUBY_REVISION, RUBY_PLATFORM]
options = RubyVM::InstructionSequence.compile_option
File.binwrite("#{folder}/index", Marshal.dump([ruby, options, files]))
`;

/**
 * Makes the code pack: what the server loads of Ruby and of the gems, compiled. A process of its own makes it that knows
 * nothing of the app: neither its folder nor its Gemfile, and no variable but these. The app has a say only in which
 * files are compiled. Compiling a file does not run it.
 * @param loaded what the server said that it loads, as `startServer` returns it
 * @returns what was made, relative to the root; nothing if that fails
 */
export async function makeCodePack(
  { backing, shell }: Pick<BuildRoot, "backing" | "shell">,
  { env, defaults }: Pick<PackagedRuby, "env" | "defaults">,
  loaded: readonly string[],
  log: (line: string) => void,
): Promise<readonly string[]> {
  const wanted = new Set(loaded);
  const sources = (await listSourceFiles(backing)).filter((path) => wanted.has(`${ROOT}/${path}`));
  return packInto(CODE_PACK, { backing, shell }, { env, defaults }, sources, log);
}

/**
 * Makes a pack of some files, in place of the one that lies there.
 * @param pack its folder, relative to the root
 * @param listed relative to the root; regular files, behind no link. No call finds one whose name is not UTF-8.
 * @returns what was made, relative to the root; nothing if that fails
 */
export async function packInto(
  pack: string,
  { backing, shell }: Pick<BuildRoot, "backing" | "shell">,
  { env, defaults }: Pick<PackagedRuby, "env" | "defaults">,
  listed: readonly string[],
  log: (line: string) => void,
): Promise<readonly string[]> {
  const sources = listed.filter((path) => existsSync(join(backing, path)));
  await rm(join(backing, pack), { recursive: true, force: true });
  if (sources.length === 0) return [];
  for (const path of sources) await setTimeOfFile(join(backing, path));
  await mkdir(join(backing, pack), { recursive: true });
  await rm(join(backing, LIST), { recursive: true, force: true });
  const list = sources.map((path) => `${ROOT}/${path}`).sort();
  await writeFile(join(backing, LIST), list.join("\0"), { flag: "wx" });
  const variables = Object.entries({ ...defaults, ...env, ...COMPILER });
  const { status } = await shell.run(
    {
      file: "env",
      args: [
        "-i",
        ...variables.map(([name, value]) => `${name}=${value}`),
        ...[`${BIN_DIR}/ruby`, "--disable-gems", "-e", COMPILE, "--"],
        ...[`${ROOT}/${LIST}`, `${ROOT}/${pack}`],
      ],
      cwd: "/",
    },
    log,
  );
  await rm(join(backing, LIST));
  const made = (await listNames(join(backing, pack))).map((name) => join(pack, name));
  if (status === 0 && made.length > 0) return made;
  await rm(join(backing, pack), { recursive: true });
  return [];
}

/** Whether a pack lies in the root. */
export async function hasCodePack({ backing }: Pick<BuildRoot, "backing">): Promise<boolean> {
  return (await listNames(join(backing, CODE_PACK))).length > 0;
}
