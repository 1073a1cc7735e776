import {
  CallNode,
  ConstantReadNode,
  InterpolatedXStringNode,
  type Node,
  SymbolNode,
  XStringNode,
} from "@ruby/prism/src/nodes.js";
import { argumentsOf, childNodes, literal } from "../gemfile/nodes.ts";
import { fileThatIsRead, pathOf } from "../gemfile/paths.ts";

/** What a Ruby file loads, reads or starts, as far as that can be known without running it. */
export interface Loads {
  /** Names or paths of code: `require "a/b"`, `load "c.rb"`. */
  readonly code: readonly string[];
  /** Paths of files that are read: `File.read("VERSION")`. */
  readonly read: readonly string[];
  /** Whether it loads code, or starts a program, that its text does not name. */
  readonly computed: boolean;
  /** Whether it is a Gemfile that names a plugin of Bundler. */
  readonly plugin: boolean;
}

const LOADERS = /^(require|require_relative|load|eval_gemfile)$/;
const EVALUATORS = /^(eval|instance_eval|class_eval|module_eval)$/;
const READERS = /^(read|binread|readlines|foreach|load_file|safe_load_file|unsafe_load_file)$/;
const PROGRAMS = /^(system|exec|spawn|popen|popen[23]e?|capture[23]e?)$/;
/** Calls that call a method by a name that may be computed. */
const SENDERS = /^(send|__send__|public_send|method)$/;
/** Whose `load` takes data. */
const DATA = /^(YAML|Psych|JSON|Marshal)$/;

/** @param file the file's own path, absolute */
export function loadsOf(tree: Node, file: string): Loads {
  const code: string[] = [];
  const read: string[] = [];
  let computed = false;
  let plugin = false;
  walk(tree);
  return { code, read, computed, plugin };

  function walk(node: Node): void {
    if (node instanceof CallNode) look(node);
    else if (isProgram(node)) computed = true;
    for (const child of childNodes(node)) walk(child);
  }

  function look(call: CallNode): void {
    const [first, second] = argumentsOf(call);
    const { name } = call;
    if (LOADERS.test(name) && !takesData(call)) add(code, first);
    else if (name === "autoload") add(code, second);
    else if (EVALUATORS.test(name) && first) add(code, fileThatIsRead(first));
    else if (READERS.test(name) && first) {
      const path = pathOf(first, file);
      if (path !== undefined) read.push(path);
    } else if (PROGRAMS.test(name) && !startsGit(first)) computed = true;
    else if (SENDERS.test(name) && runsCode(literal(first))) computed = true;
    // Puma's configuration names its plugins by symbols, which Bundler refuses.
    if (name === "plugin" && call.receiver === null && !(first instanceof SymbolNode))
      plugin = true;
  }

  function add(to: string[], node: Node | undefined): void {
    const path = node && pathOf(node, file);
    if (path === undefined) computed = true;
    else to.push(path);
  }
}

function takesData({ receiver }: CallNode): boolean {
  return receiver instanceof ConstantReadNode && DATA.test(receiver.name);
}

/** Whether a method runs code; a name that is computed may be any. */
function runsCode(name: string | undefined): boolean {
  return name === undefined || [LOADERS, EVALUATORS, PROGRAMS].some((some) => some.test(name));
}

/** A command in backquotes that is not git's. */
function isProgram(node: Node): boolean {
  if (node instanceof XStringNode) return !/^git\b/.test(node.unescaped.value.trim());
  return node instanceof InterpolatedXStringNode;
}

/** `IO.popen("git ls-files")`, `IO.popen(%w[git ls-files])`, `system("git", "--version")`. */
function startsGit(node: Node | undefined): boolean {
  if (node === undefined) return false;
  const said = literal(node) ?? literal(childNodes(node)[0]);
  return /^git\b/.test(said ?? "");
}
