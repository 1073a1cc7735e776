import { dirname, join, resolve } from "node:path";
import {
  AssocNode,
  CallNode,
  ConstantReadNode,
  EmbeddedStatementsNode,
  InterpolatedStringNode,
  type Node,
  SourceFileNode,
  StatementsNode,
  StringNode,
  SymbolNode,
} from "@ruby/prism/src/nodes.js";
import { children } from "./children.ts";

/** What a Gemfile names by paths that can be known without running it. All absolute. */
export interface GemfilePaths {
  /** Folders of path gems, and of the gem that the Gemfile belongs to. */
  readonly folders: readonly string[];
  /** Files that it evaluates. */
  readonly gemfiles: readonly string[];
}

/** @param file the Gemfile's own path, absolute. @param root the folder of the app's Gemfile */
export function gemfilePaths(tree: Node, file: string, root: string): GemfilePaths {
  const folders: string[] = [];
  const gemfiles: string[] = [];
  walk(tree);
  return { folders, gemfiles };

  function walk(node: Node): void {
    if (node instanceof CallNode && node.receiver === null) look(node);
    for (const child of children(node)) walk(child);
  }

  function look(call: CallNode): void {
    const first = call.arguments_?.arguments_[0];
    // Bundler takes a gem's path from the folder of the app's Gemfile, whoever names it.
    if (call.name === "gem") add(folders, root, option(call, "path"));
    if (call.name === "path") add(folders, root, first);
    if (call.name === "gemspec") {
      if (call.arguments_ === null) folders.push(dirname(file));
      else add(folders, dirname(file), option(call, "path"));
    }
    if (call.name === "eval_gemfile") add(gemfiles, dirname(file), first);
    if (/^(instance_)?eval$/.test(call.name)) {
      add(gemfiles, dirname(file), first && fileThatIsRead(first));
    }
  }

  function add(to: string[], from: string, node: Node | undefined): void {
    const path = node && pathOf(node, file);
    if (path !== undefined) to.push(resolve(from, path));
  }
}

function option(call: CallNode, name: string): Node | undefined {
  const pairs = (call.arguments_?.arguments_ ?? []).flatMap((node: Node) => children(node));
  for (const pair of pairs) {
    if (!(pair instanceof AssocNode)) continue;
    const { key } = pair;
    if ((key instanceof SymbolNode || key instanceof StringNode) && key.unescaped.value === name) {
      return pair.value;
    }
  }
  return undefined;
}

/** `File.read(x)`, as Gemfiles had it before there was eval_gemfile. */
function fileThatIsRead(node: Node): Node | undefined {
  if (!(node instanceof CallNode) || !/^(read|read_file)$/.test(node.name)) return undefined;
  return node.arguments_?.arguments_[0];
}

/** The text of a path that is written out, or made of the Gemfile's own place. */
function pathOf(node: Node, file: string): string | undefined {
  if (node instanceof StringNode) return node.unescaped.value;
  if (node instanceof SourceFileNode) return file;
  if (node instanceof InterpolatedStringNode) {
    return joined(node.parts.map((part) => pathOf(part, file)));
  }
  if (node instanceof EmbeddedStatementsNode) {
    const body = node.statements;
    return body instanceof StatementsNode && body.body.length === 1
      ? pathOf(body.body[0]!, file)
      : undefined;
  }
  if (!(node instanceof CallNode)) return undefined;
  if (node.receiver === null) return node.name === "__dir__" ? dirname(file) : undefined;
  if (!(node.receiver instanceof ConstantReadNode) || node.receiver.name !== "File")
    return undefined;
  const given = (node.arguments_?.arguments_ ?? []).map((one: Node) => pathOf(one, file));
  if (given.some((one: string | undefined) => one === undefined)) return undefined;
  const [first = "", ...more] = given as string[];
  if (node.name === "join") return join(first, ...more);
  if (node.name === "dirname") return dirname(first);
  if (node.name === "expand_path") return resolve(more[0] ?? dirname(file), first);
  return undefined;
}

function joined(parts: readonly (string | undefined)[]): string | undefined {
  return parts.includes(undefined) ? undefined : parts.join("");
}
