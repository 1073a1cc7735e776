import type { Node } from "@ruby/prism/src/nodes.js";

/**
 * The nodes directly below one. Not prism's `compactChildNodes()`: in 1.9.0 that leaves out lists beside other
 * children, such as the `when`s of a `case` (it calls `concat` and drops the result).
 */
export function children(node: Node): readonly Node[] {
  const all: readonly (Node | null)[] = node.childNodes();
  return all.filter((child) => child !== null);
}
