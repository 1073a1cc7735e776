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
import { argumentsOf, childNodes } from "./nodes.ts";

/** A `ruby` declaration of a Gemfile, in bytes of its source. */
export interface Declaration {
  readonly start: number;
  readonly end: number;
  /** Where the bodies of its here-documents end; `end` if it has none. */
  readonly bodyEnd: number;
  /** Whether it stands as a statement, so that removing it breaks no expression. */
  readonly standsAlone: boolean;
}

/** Finds every `ruby` call in the tree, each with its modifier (`if ENV["CI"]`). */
export function findDeclarations(tree: Node): readonly Declaration[] {
  const found: Declaration[] = [];
  walk(tree, []);
  return found;

  function walk(node: Node, above: readonly Node[]): void {
    if (node instanceof CallNode && isRubyCall(node)) {
      found.push(declaration(node, above));
      return;
    }
    for (const child of childNodes(node)) walk(child, [node, ...above]);
  }
}

/** Whether a call is `ruby "3.3"`, `self.ruby "3.3"` or `send(:ruby, "3.3")`. */
export function isRubyCall(node: CallNode): boolean {
  if (!(node.receiver === null || node.receiver instanceof SelfNode)) return false;
  if (/^(__|public_)?send(__)?$/.test(node.name)) {
    const [first] = argumentsOf(node);
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
    if (parent instanceof StatementsNode && isModifier(grandparent)) {
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

/** Whether a node is `x if y` or `x unless y`; neither a block `if` nor `a ? b : c`. */
function isModifier(node: Node | undefined): boolean {
  if (!(node instanceof IfNode || node instanceof UnlessNode)) return false;
  const keyword = node instanceof IfNode ? node.ifKeywordLoc : node.keywordLoc;
  return keyword !== null && keyword.startOffset > node.location.startOffset;
}

function bodyEnd(node: Node): number {
  const own =
    node instanceof StringNode || node instanceof InterpolatedStringNode
      ? endOf(node.closingLoc ?? node.location)
      : endOf(node.location);
  return Math.max(own, ...childNodes(node).map(bodyEnd));
}

function endOf(location: { readonly startOffset: number; readonly length: number }): number {
  return location.startOffset + location.length;
}
