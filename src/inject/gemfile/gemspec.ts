import { ArrayNode, CallNode, type Node, StringNode, XStringNode } from "@ruby/prism/src/nodes.js";
import type { RubyParser } from "../prism.ts";
import { children } from "./children.ts";
import { tree } from "./edit.ts";

/**
 * Lets a gemspec list its files without git: as `bundle gem` writes it, it runs `git ls-files`, in Lambda too,
 * where there is no git and Bundler gives up. Bundler reads a gemspec in the gem's own folder, where a glob
 * finds the same. Git asked for anything else (a version, say) is left alone.
 * @param name the file's, for errors
 */
export function withoutGit(source: string, parse: RubyParser, name: string): string {
  let edited = Buffer.from(source);
  for (const { start, end, text } of findCalls(tree(source, parse, name)).reverse()) {
    edited = Buffer.concat([edited.subarray(0, start), Buffer.from(text), edited.subarray(end)]);
  }
  return edited.toString();
}

/** In bytes of the source. */
interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function findCalls(node: Node): Replacement[] {
  if (node instanceof XStringNode) {
    const listing = globFor(node.unescaped.value.trim().split(/\s+/));
    const { startOffset, length } = node.location;
    return listing ? [{ start: startOffset, end: startOffset + length, text: listing }] : [];
  }
  if (node instanceof CallNode && node.name === "popen" && node.closingLoc !== null) {
    const [command] = node.arguments_?.arguments_ ?? [];
    const listing = command && globFor(words(command));
    const end = node.closingLoc.startOffset + node.closingLoc.length;
    const text = `(require "stringio"; StringIO).open(${listing})`;
    if (listing) return [{ start: node.location.startOffset, end, text }];
  }
  return children(node).flatMap(findCalls);
}

/** What `git ls-files -z -- patterns` would say, as Ruby; undefined for any other command. */
function globFor([git, command, ...rest]: readonly string[]): string | undefined {
  if (git !== "git" || command !== "ls-files") return undefined;
  const patterns = rest.filter((word) => !word.startsWith("-"));
  const globs = patterns.length > 0 ? patterns : ["**/*"];
  const end = rest.includes("-z") ? "\\x0" : "\\n";
  return `Dir.glob(%w[${globs.join(" ")}]).select { |file| File.file?(file) }.sort.join("${end}")`;
}

function words(command: Node): readonly string[] {
  if (command instanceof StringNode) return command.unescaped.value.split(/\s+/);
  if (!(command instanceof ArrayNode)) return [];
  return command.elements.flatMap((one) => (one instanceof StringNode ? one.unescaped.value : ""));
}
