import { ArrayNode, CallNode, type Node, XStringNode } from "@ruby/prism/src/nodes.js";
import type { RubySource } from "../ruby-source.ts";
import { argumentsOf, childNodes, literal } from "./nodes.ts";

/**
 * Lets a gemspec list its files without git. As `bundle gem` writes it, it runs `git ls-files`; in Lambda there
 * is no git, and Bundler gives up. Bundler reads a gemspec in the gem's own folder, where a glob finds the same
 * files. A call of git for anything else (a version, say) is left alone.
 */
export function withoutGit({ text, tree }: RubySource): string {
  let edited = Buffer.from(text);
  // From the last to the first, so that what is still ahead stays where the parser saw it.
  for (const { start, end, glob } of findListings(tree).reverse()) {
    edited = Buffer.concat([edited.subarray(0, start), Buffer.from(glob), edited.subarray(end)]);
  }
  return edited.toString();
}

/** A call of `git ls-files`, in bytes of the source, and what stands in for it. */
interface Listing {
  readonly start: number;
  readonly end: number;
  readonly glob: string;
}

function findListings(node: Node): Listing[] {
  if (node instanceof XStringNode) {
    const glob = globFor(words(node.unescaped.value));
    const { startOffset, length } = node.location;
    return glob === undefined ? [] : [{ start: startOffset, end: startOffset + length, glob }];
  }
  if (node instanceof CallNode && node.name === "popen") {
    const glob = globFor(commandOf(argumentsOf(node)[0]));
    // A block may follow, which is kept.
    const closing = node.closingLoc;
    if (glob !== undefined && closing !== null) {
      return [
        {
          start: node.location.startOffset,
          end: closing.startOffset + closing.length,
          glob: `(require "stringio"; StringIO).open(${glob})`,
        },
      ];
    }
  }
  return childNodes(node).flatMap(findListings);
}

/** Returns Ruby that says what `git ls-files -z -- patterns` says; undefined for any other command. */
function globFor([git, command, ...rest]: readonly string[]): string | undefined {
  if (`${git} ${command}` !== "git ls-files") return undefined;
  const patterns = rest.filter((word) => !word.startsWith("-"));
  const globs = patterns.join(" ") || "**/*";
  const end = rest.includes("-z") ? "\\x0" : "\\n";
  return `Dir.glob(%w[${globs}]).select { |file| File.file?(file) }.sort.join("${end}")`;
}

/** Splits the command that `IO.popen` is given: one string, or a list of words. */
function commandOf(argument: Node | undefined): readonly string[] {
  if (argument instanceof ArrayNode) return argument.elements.map((one) => literal(one) ?? "");
  return words(literal(argument) ?? "");
}

function words(command: string): readonly string[] {
  return command.split(/\s+/).filter((word) => word !== "");
}
