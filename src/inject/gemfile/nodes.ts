import {
  AssocNode,
  type CallNode,
  type Node,
  StringNode,
  SymbolNode,
} from "@ruby/prism/src/nodes.js";

/**
 * Returns the nodes directly below one. Not prism's `compactChildNodes()`: in 1.9.0 that leaves out lists
 * beside other children, such as the `when`s of a `case` (it calls `concat` and drops the result).
 */
export function childNodes(node: Node): readonly Node[] {
  const all: readonly (Node | null)[] = node.childNodes();
  return all.filter((child) => child !== null);
}

/** Returns the arguments of a call. All its keyword arguments are one node, the last. */
export function argumentsOf(call: CallNode): readonly Node[] {
  return call.arguments_?.arguments_ ?? [];
}

/** Returns what is given for a keyword: `value` of `gem "a", name: value` and of `gem "a", "name" => value`. */
export function optionOf(call: CallNode, name: string): Node | undefined {
  const pairs = argumentsOf(call)
    .flatMap(childNodes)
    .filter((node) => node instanceof AssocNode);
  return pairs.find(({ key }) => literal(key) === name)?.value;
}

/** Returns the text of a string or symbol that is written out; undefined for anything that is computed. */
export function literal(node: Node | undefined): string | undefined {
  return node instanceof StringNode || node instanceof SymbolNode
    ? node.unescaped.value
    : undefined;
}

/** Returns the texts of those nodes that are strings or symbols. */
export function literals(nodes: readonly Node[]): readonly string[] {
  return nodes.map(literal).filter((text) => text !== undefined);
}
