import {
  CallNode,
  IfNode,
  InterpolatedStringNode,
  type Node,
  RescueModifierNode,
  SelfNode,
  StatementsNode,
  StringNode,
  SymbolNode,
  UnlessNode,
} from "@ruby/prism/src/nodes.js";
import { children } from "./children.ts";

/** A `ruby` declaration of a Gemfile, in bytes of its source. */
export interface Declaration {
  readonly start: number;
  readonly end: number;
  /** End of what belongs to it below: bodies of here-documents. */
  readonly bodyEnd: number;
  /** Whether it is a statement: it can be taken out without a hole in an expression. */
  readonly standsAlone: boolean;
}

/** Every `ruby` call in the tree, with the modifier (`if ENV["CI"]`) that hangs on it. */
export function findDeclarations(tree: Node): readonly Declaration[] {
  const found: Declaration[] = [];
  walk(tree, []);
  return found;

  function walk(node: Node, above: readonly Node[]): void {
    if (node instanceof CallNode && isRubyCall(node)) {
      found.push(declaration(node, above));
      return;
    }
    for (const child of children(node)) walk(child, [node, ...above]);
  }
}

/** `ruby "3.3"`, `self.ruby "3.3"`, `send(:ruby, "3.3")`. */
export function isRubyCall(node: CallNode): boolean {
  if (node.receiver !== null && !(node.receiver instanceof SelfNode)) return false;
  if (/^(__|public_)?send(__)?$/.test(node.name)) {
    const first = node.arguments_?.arguments_[0];
    return first instanceof SymbolNode && first.unescaped.value === "ruby";
  }
  return node.name === "ruby";
}

/** @param above the nodes around it, innermost first */
function declaration(call: Node, above: readonly Node[]): Declaration {
  let whole = call;
  let parents = above;
  for (;;) {
    const [parent, grandparent] = parents;
    if (parent instanceof StatementsNode && parent.body.length === 1 && isModifier(grandparent)) {
      whole = grandparent!;
      parents = parents.slice(2);
    } else if (parent instanceof RescueModifierNode && parent.expression === whole) {
      whole = parent;
      parents = parents.slice(1);
    } else {
      break;
    }
  }
  return {
    start: whole.location.startOffset,
    end: endOf(whole.location),
    bodyEnd: bodyEnd(whole),
    standsAlone: parents[0] instanceof StatementsNode,
  };
}

/** `ruby "3.3" if x`: the call stands before the keyword. Neither a block `if` nor `a ? b : c`. */
function isModifier(node: Node | undefined): boolean {
  if (node instanceof IfNode) {
    const keyword = node.ifKeywordLoc;
    return keyword !== null && keyword.startOffset > node.location.startOffset;
  }
  return node instanceof UnlessNode && node.keywordLoc.startOffset > node.location.startOffset;
}

function bodyEnd(node: Node): number {
  const own =
    node instanceof StringNode || node instanceof InterpolatedStringNode
      ? endOf(node.closingLoc ?? node.location)
      : endOf(node.location);
  return Math.max(own, ...children(node).map(bodyEnd));
}

function endOf(location: { readonly startOffset: number; readonly length: number }): number {
  return location.startOffset + location.length;
}
