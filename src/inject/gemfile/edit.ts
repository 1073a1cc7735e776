import { CallNode, type Node, StringNode } from "@ruby/prism/src/nodes.js";
import { UserError } from "../../errors.ts";
import type { RubyParser } from "../prism.ts";
import type { RubySource } from "../ruby-source.ts";
import { argumentsOf, childNodes, literal } from "./nodes.ts";
import { type Declaration, findDeclarations } from "./ruby-declarations.ts";

/** What the edited Gemfile names besides its own gems. */
export interface Additions {
  /** Where our gem lies, seen from the Gemfile. */
  readonly gemPath: string;
  /** Further lines that the Gemfile needs. */
  readonly lines: readonly string[];
}

/**
 * Comments out every `ruby` declaration, since the Ruby that ships is the runner's, and adds our gem at the end,
 * where no group is open. Every other byte stays as it was.
 * @throws UserError if a declaration cannot be taken out, or the Gemfile names another `megamode`
 */
export function editGemfile(source: RubySource, parse: RubyParser, additions: Additions): string {
  return addGem(withoutRuby(source, parse), additions);
}

/** Makes the part of this edit that a file evaluated by the Gemfile needs: comments out its `ruby` declarations. */
export function withoutRuby(source: RubySource, parse: RubyParser): RubySource {
  const declarations = findDeclarations(source.tree);
  if (declarations.length === 0) return source;
  let edited: Buffer = Buffer.from(source.text);
  // From the last to the first, so that what is still ahead stays where the parser saw it.
  for (const one of declarations.toReversed()) edited = takeOut(edited, one);
  // Checked here, so that Bundler never meets a hole that the edit left (say, a here-document inside an expression).
  const result = parse(edited.toString(), source.path);
  if (findDeclarations(result.tree).length > 0) {
    throw new UserError(
      `The \`ruby\` declaration in \`${source.path}\` could not be taken out.`,
      "Put it on lines of its own.",
    );
  }
  return result;
}

function takeOut(source: Buffer, one: Declaration): Buffer {
  const start = lineStart(source, one.start);
  const end = lineEnd(source, one.bodyEnd);
  const before = source.subarray(start, one.start).toString();
  const behind = source.subarray(one.end, lineEnd(source, one.end)).toString();
  if (one.standsAlone && /^\s*$/.test(before) && /^\s*;?\s*(#.*)?$/.test(behind)) {
    const lines = source.subarray(start, end).toString();
    // Behind the indentation, which stays. An empty line needs no mark.
    return splice(source, start, end, lines.replace(/^([ \t]*)(?=\S)/gm, "$1# "));
  }
  // Something else is on its line, or uses its value, which is `nil`. Bodies of here-documents go.
  const withoutBodies = splice(source, lineEnd(source, one.end), end, "");
  return splice(withoutBodies, one.start, one.end, "nil");
}

function addGem({ text, tree, path, programEnd }: RubySource, { gemPath, lines }: Additions) {
  const named = findOurGem(tree);
  if (named !== undefined) {
    if (strings(named).includes(gemPath)) return text;
    throw new UserError(
      `\`${path}\` names a gem \`megamode\` of its own.`,
      "Remove it: the action adds its own to the copy that it deploys.",
    );
  }
  const bytes = Buffer.from(text);
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const added = [
    "# Added by megamode-deploy: lets the app run on AWS Lambda.",
    `gem "megamode", path: "${gemPath}"`,
    ...lines,
  ].join(eol);
  const isLineOpen = programEnd > 0 && bytes[programEnd - 1] !== 0x0a;
  const line = isLineOpen ? `${eol}${added}` : `${added}${eol}`;
  return splice(bytes, programEnd, programEnd, line).toString();
}

/** Returns the `gem "megamode"` that the Gemfile has already, ours or another. */
function findOurGem(node: Node): CallNode | undefined {
  if (node instanceof CallNode && node.name === "gem" && node.receiver === null) {
    if (literal(argumentsOf(node)[0]) === "megamode") return node;
  }
  for (const child of childNodes(node)) {
    const found = findOurGem(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

function strings(node: Node): readonly string[] {
  return node instanceof StringNode ? [node.unescaped.value] : childNodes(node).flatMap(strings);
}

function splice(source: Buffer, start: number, end: number, text: string): Buffer {
  return Buffer.concat([source.subarray(0, start), Buffer.from(text), source.subarray(end)]);
}

/** Returns the beginning of the line that contains a position. */
function lineStart(source: Buffer, at: number): number {
  const start = source.subarray(0, at).lastIndexOf("\n") + 1;
  // A byte order mark is no part of the line.
  return source.subarray(start, at).indexOf(BOM) === 0 ? start + BOM.length : start;
}

/** Returns the position after the last character of the line that ends at or after a position. */
function lineEnd(source: Buffer, at: number): number {
  // The closing of a here-document includes the end of its line, so the search starts at `at - 1`.
  const newline = source.indexOf("\n", at - 1);
  const end = newline === -1 ? source.length : newline;
  return source[end - 1] === 0x0d ? end - 1 : end;
}

const BOM = Buffer.from("\uFEFF");
