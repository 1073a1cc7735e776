import {
  AssocNode,
  CallNode,
  KeywordHashNode,
  type Node,
  StringNode,
  SymbolNode,
} from "@ruby/prism/src/nodes.js";
import { children } from "./children.ts";

/** One `gem` line of a Gemfile. */
interface Declared {
  /** Such as `~> 6.0`, none where any version will do. */
  readonly requirements: readonly string[];
  /** Empty: the default group. */
  readonly groups: readonly string[];
}

/**
 * The line that makes Puma part of what is deployed.
 * @param without the groups that are not deployed
 * @returns undefined where a group that is deployed has it, or something that is not read here brings it
 */
export function pumaLine(
  tree: Node,
  locked: boolean,
  without: readonly string[],
): string | undefined {
  const found = declarations(tree, "puma", []);
  if (found.length === 0) return locked ? undefined : 'gem "puma"';
  const isLeftOut = ({ groups }: Declared) =>
    groups.length > 0 && groups.every((group) => without.includes(group));
  if (!found.every(isLeftOut)) return undefined;
  // Bundler takes a gem twice only where both lines ask for the same.
  const requirements = found[0]?.requirements.map((one) => `, "${one}"`) ?? [];
  return `gem "puma"${requirements.join("")}`;
}

function declarations(node: Node, gem: string, groups: readonly string[]): readonly Declared[] {
  if (node instanceof CallNode && node.receiver === null) {
    const given: readonly Node[] = node.arguments_?.arguments_ ?? [];
    const [first] = given;
    if (node.name === "gem" && first instanceof StringNode && first.unescaped.value === gem) {
      const requirements = given.slice(1).flatMap(words);
      return [{ requirements, groups: [...groups, ...given.flatMap(groupOptions)] }];
    }
    if (node.name === "group") {
      const inner = [...groups, ...given.flatMap(words)];
      return children(node).flatMap((child) => declarations(child, gem, inner));
    }
  }
  return children(node).flatMap((child) => declarations(child, gem, groups));
}

/** `group: :test`, `groups: [:development, :test]`. */
function groupOptions(node: Node): readonly string[] {
  if (!(node instanceof KeywordHashNode)) return [];
  return node.elements.flatMap((pair) =>
    pair instanceof AssocNode && words(pair.key).some((key) => /^groups?$/.test(key))
      ? [pair.value, ...children(pair.value)].flatMap(words)
      : [],
  );
}

function words(node: Node): readonly string[] {
  return node instanceof StringNode || node instanceof SymbolNode ? [node.unescaped.value] : [];
}
