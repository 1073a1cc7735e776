import { CallNode, type Node } from "@ruby/prism/src/nodes.js";
import { argumentsOf, childNodes, literal, literals, optionOf } from "./nodes.ts";

/** One `gem` line of a Gemfile. */
interface GemLine {
  /** Such as `~> 6.0`, none if any version will do. */
  readonly requirements: readonly string[];
  /** Empty: the default group. */
  readonly groups: readonly string[];
}

/**
 * Returns the line that makes Puma part of what is deployed.
 * @param isLocked whether the lockfile has Puma
 * @param without the groups that are not deployed
 * @returns undefined if a deployed group has Puma, or if something brings it that is not read here
 */
export function pumaLine(
  gemfile: Node,
  isLocked: boolean,
  without: readonly string[],
): string | undefined {
  const found = gemLines(gemfile, "puma", []);
  const [first] = found;
  if (first === undefined) return isLocked ? undefined : 'gem "puma"';
  const isLeftOut = ({ groups }: GemLine) =>
    groups.length > 0 && groups.every((group) => without.includes(group));
  if (!found.every(isLeftOut)) return undefined;
  // Bundler takes a gem twice only if both lines ask for the same.
  return ['gem "puma"', ...first.requirements.map((one) => `"${one}"`)].join(", ");
}

/** @param groups those that are open around the node */
function gemLines(node: Node, gem: string, groups: readonly string[]): readonly GemLine[] {
  const isDirective = node instanceof CallNode && node.receiver === null;
  if (isDirective && node.name === "gem") {
    const [name, ...more] = argumentsOf(node);
    if (literal(name) !== gem) return [];
    return [{ requirements: literals(more), groups: [...groups, ...groupOptions(node)] }];
  }
  const inner =
    isDirective && node.name === "group" ? [...groups, ...literals(argumentsOf(node))] : groups;
  return childNodes(node).flatMap((child) => gemLines(child, gem, inner));
}

/** Returns the groups of `group: :test` and of `groups: [:development, :test]`. */
function groupOptions(call: CallNode): readonly string[] {
  return ["group", "groups"].flatMap((name) => {
    const value = optionOf(call, name);
    return value === undefined ? [] : literals([value, ...childNodes(value)]);
  });
}
