import { dirname, join, resolve } from "node:path";
import {
  CallNode,
  ConstantReadNode,
  EmbeddedStatementsNode,
  InterpolatedStringNode,
  type Node,
  SourceFileNode,
  StringNode,
} from "@ruby/prism/src/nodes.js";
import { argumentsOf, childNodes, optionOf } from "./nodes.ts";

/** What a Gemfile names by paths that can be known without running it. All absolute. */
export interface GemfilePaths {
  /** Folders of path gems, and of the gem that the Gemfile belongs to. */
  readonly folders: readonly string[];
  /** Files that it evaluates. */
  readonly gemfiles: readonly string[];
}

/**
 * Finds the paths that a Gemfile names.
 * @param file the Gemfile's own path, absolute
 * @param root the folder of the app's Gemfile, from which Bundler takes the paths of gems, whoever names them
 */
export function gemfilePaths(tree: Node, file: string, root: string): GemfilePaths {
  const folders: string[] = [];
  const gemfiles: string[] = [];
  walk(tree);
  return { folders, gemfiles };

  function walk(node: Node): void {
    if (node instanceof CallNode && node.receiver === null) look(node);
    for (const child of childNodes(node)) walk(child);
  }

  function look(call: CallNode): void {
    const [first] = argumentsOf(call);
    const path = optionOf(call, "path");
    switch (call.name) {
      case "gem":
        add(folders, root, path);
        break;
      case "path":
        add(folders, root, first);
        break;
      case "gemspec":
        if (path === undefined) folders.push(dirname(file));
        add(folders, dirname(file), path);
        break;
      case "eval_gemfile":
        add(gemfiles, dirname(file), first);
        break;
      case "eval":
      case "instance_eval":
        add(gemfiles, dirname(file), first && fileThatIsRead(first));
        break;
    }
  }

  function add(to: string[], from: string, node: Node | undefined): void {
    const path = node && pathOf(node, file);
    if (path !== undefined) to.push(resolve(from, path));
  }
}

/** Returns `x` of `File.read(x)`, which Gemfiles evaluated before there was `eval_gemfile`. */
export function fileThatIsRead(node: Node): Node | undefined {
  if (!(node instanceof CallNode && /^(read|read_file)$/.test(node.name))) return undefined;
  return argumentsOf(node)[0];
}

/**
 * Returns the text of a path that is written out, or made of the file's own place.
 * @param file the path of the file that the node is in, absolute
 */
export function pathOf(node: Node, file: string): string | undefined {
  if (node instanceof StringNode) return node.unescaped.value;
  if (node instanceof SourceFileNode) return file;
  if (node instanceof InterpolatedStringNode) return known(node.parts, file)?.join("");
  if (node instanceof EmbeddedStatementsNode) {
    const value = node.statements?.body.at(-1);
    return value && pathOf(value, file);
  }
  return node instanceof CallNode ? computed(node, file) : undefined;
}

/** Returns the path that `__dir__` or a function of `File` gives. */
function computed(call: CallNode, file: string): string | undefined {
  if (call.receiver === null) return call.name === "__dir__" ? dirname(file) : undefined;
  if (!(call.receiver instanceof ConstantReadNode && call.receiver.name === "File"))
    return undefined;
  const [first, ...more] = known(argumentsOf(call), file) ?? [];
  if (first === undefined) return undefined;
  switch (call.name) {
    case "join":
      return join(first, ...more);
    case "dirname":
      return dirname(first);
    case "expand_path":
      return resolve(more[0] ?? dirname(file), first);
    default:
      return undefined;
  }
}

/** Returns the texts of some nodes; undefined unless all of them can be known. */
function known(nodes: readonly Node[], file: string): readonly string[] | undefined {
  const texts = nodes.map((node) => pathOf(node, file));
  return texts.every((text) => text !== undefined) ? texts : undefined;
}
