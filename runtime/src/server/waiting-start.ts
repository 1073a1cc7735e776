import type { ServerCommand } from "../../../contract/manifest.ts";

/** What the waiting interpreter is told, on its file descriptor 3. */
export const WORD = "\n";

/**
 * Starts as `ruby -rFILE... SCRIPT ARGUMENT...` does, but waits for the word before it reads any of these. Its arguments
 * are Ruby's own. Ruby itself opens the script before `-r` files are required, so the script cannot be Ruby's.
 *
 * What it loads beforehand is RubyGems, as each Ruby does, and those files of Bundler that `bundler/setup` loads anyway
 * and before it changes the load path: then they are the same files. `autoload?` is nil for what a version of Bundler
 * does not have. If the word is there already, the start itself loads them: the code pack then has them compiled. Without
 * a word the proxy has ended, and nobody wants to know.
 *
 * The last lines do what `bundle exec` does for a Ruby program, so that `$0` and the process's title name the server:
 * https://github.com/rubygems/rubygems/blob/bundler-v2.3.15/bundler/lib/bundler/cli/exec.rb#L67
 * There are no local variables, because the app could see them in TOPLEVEL_BINDING.
 */
const PROGRAM = `
if ARGV.include?("-rbundler/setup") && !ENV["GEM_HOME"] && !IO.select([IO.for_fd(3, autoclose: false)], nil, nil, 0)
  require "bundler"
  [
    [Bundler, %i[Definition Dsl EndpointSpecification FeatureFlag Index LazySpecification LockfileParser
                 RemoteSpecification Runtime Settings SourceList SpecSet]],
    [Bundler::Source, %i[Git Metadata Path Rubygems]],
    [Bundler::UI, %i[RGProxy Shell]]
  ].each { |from, names| names.each { |name| from.const_get(name) if from.autoload?(name) } }
end
IO.for_fd(3).then do |word|
  exit!(0) unless word.read(1)
  word.close
end
require ARGV.shift.delete_prefix("-r") while ARGV[0].start_with?("-r")
$0 = ARGV.shift
Process.setproctitle([$0, *ARGV].join(" "))
load $0
`;

/** Variables that make Ruby or RubyGems read more, before the first file that the command names. */
const READ_MORE = ["BUNDLER_SETUP", "GEM_HOME", "GEM_PATH", "RUBYGEMS_GEMDEPS", "RUBYLIB"];

/** Options that read no file, such as `--yjit -W0`. Ruby takes `-W0r./boot` for two of them. */
const PLAIN_OPTIONS = /^\s*(?:(?:-w|-W[0-2]?|-W:[\w-]+|--\S+)(?:\s+|$))*$/;

/**
 * Whether the interpreter of a server may start when only one archive is there, because it reads nothing else by itself.
 * @param env as the server gets it
 */
export function mayWait(command: ServerCommand, env: Readonly<Record<string, string>>): boolean {
  if (command.startsAfter === undefined) return false;
  const asPackaged = READ_MORE.every((name) => env[name] === command.env[name]);
  return asPackaged && PLAIN_OPTIONS.test(env.RUBYOPT ?? "");
}

/** @param argv `ruby -rFILE... SCRIPT ARGUMENT...` */
export function waitingArgv([ruby = "", ...rest]: readonly string[]): readonly string[] {
  return [ruby, "-e", PROGRAM, "--", ...rest];
}
