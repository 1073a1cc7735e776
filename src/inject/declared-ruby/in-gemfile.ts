import { CallNode, IfNode, type Node, StringNode, UnlessNode } from "@ruby/prism/src/nodes.js";
import { argumentsOf, childNodes, literal, optionOf } from "../gemfile/nodes.ts";
import { isRubyCall } from "../gemfile/ruby-declarations.ts";
import type { RubySource } from "../ruby-source.ts";
import type { DeclaredRuby } from "./declared-ruby.ts";

/** Finds what a Gemfile declares whatever the environment: nothing in branches, nothing computed. */
export function declaredInGemfile({ tree, path }: RubySource): readonly DeclaredRuby[] {
  return unconditionalRubyCalls(tree).flatMap((call) => {
    const versions = argumentsOf(call)
      .filter((one) => one instanceof StringNode)
      .map((one) => one.unescaped.value);
    if (versions.length === 0) return [];
    const engine = literal(optionOf(call, "engine"));
    if (engine === undefined)
      return [{ file: path, text: versions.join(", "), requirements: versions }];
    const text = [...versions, engine].join(", ");
    return [{ file: path, text, requirements: engine === "ruby" ? versions : [engine] }];
  });
}

/** Finds the files that declare the Ruby in a Gemfile's place: `ruby file: ".ruby-version"`. */
export function rubyFiles(node: Node): readonly string[] {
  const named = node instanceof CallNode && isRubyCall(node) ? optionOf(node, "file") : undefined;
  const file = literal(named);
  return file === undefined ? childNodes(node).flatMap(rubyFiles) : [file];
}

function unconditionalRubyCalls(node: Node): readonly CallNode[] {
  if (node instanceof IfNode || node instanceof UnlessNode) return [];
  if (node instanceof CallNode && isRubyCall(node)) return [node];
  return childNodes(node).flatMap(unconditionalRubyCalls);
}
