import { CallNode, type Node, StringNode } from "@ruby/prism/src/nodes.js";
import { OUR_FOLDER } from "../../app/our-folder.ts";
import { UserError } from "../../errors.ts";
import type { RubyParser } from "../prism.ts";
import { children } from "./children.ts";
import { type Declaration, findDeclarations } from "./ruby-declarations.ts";

/** Where our gem lies in the staged app. */
export const GEM_PATH = `${OUR_FOLDER}/gem`;

/** What is known of the Gemfile besides its text. */
interface Place {
  /** For errors. */
  readonly name?: string;
  /** Where our gem lies, seen from the Gemfile. */
  readonly gemPath?: string;
  /** What else the bundle needs, as lines of a Gemfile. */
  readonly lines?: readonly string[];
}

/**
 * Comments every `ruby` declaration out (the Ruby that ships is the runner's) and adds our gem at the
 * end, where no group is open. Every other byte stays as it was.
 * @throws UserError where it is not Ruby
 */
export function editGemfile(source: string, parse: RubyParser, place: Place = {}): string {
  const { name = "Gemfile", gemPath = GEM_PATH, lines = [] } = place;
  return addGem(withoutRuby(source, parse, name), parse, name, gemPath, lines);
}

/** The half of it that is done to a file that the Gemfile evaluates. */
export function withoutRuby(source: string, parse: RubyParser, name: string): string {
  let edited: Buffer = Buffer.from(source);
  // From the last to the first, so that what is still ahead stays where the parser saw it.
  for (const one of [...findDeclarations(tree(source, parse, name))].reverse()) {
    edited = takeOut(edited, one);
  }
  const result = edited.toString();
  // A hole that our edit left (a here-document in the middle of an expression) is not for Bundler to find.
  if (findDeclarations(tree(result, parse, name)).length > 0) throw notAlone(name);
  return result;
}

export function tree(source: string, parse: RubyParser, name: string): Node {
  const { value, errors } = parse(source);
  const [first] = errors;
  if (first === undefined) return value;
  const line = Buffer.from(source).subarray(0, first.location.startOffset).toString().split("\n");
  throw new UserError(
    `\`${name}\` is not valid Ruby: line ${line.length}: ${first.message}.`,
    `Correct the line; \`ruby -c ${name}\` checks it.`,
  );
}

function takeOut(source: Buffer, one: Declaration): Buffer {
  const start = lineStart(source, one.start);
  const end = lineEnd(source, one.bodyEnd);
  const before = source.subarray(start, one.start).toString();
  const behind = source.subarray(one.end, lineEnd(source, one.end)).toString();
  if (one.standsAlone && /^\s*$/.test(before) && /^\s*;?\s*(#.*)?$/.test(behind)) {
    const lines = source.subarray(start, end).toString();
    // In front of the text, so that the indentation stays. An empty line needs no mark.
    return splice(source, start, end, lines.replace(/^([ \t]*)(?=\S)/gm, "$1# "));
  }
  // Something else lies on its line, or takes its value. `nil` is what it amounts to.
  const gap = one.bodyEnd > one.end ? splice(source, lineEnd(source, one.end), end, "") : source;
  return splice(gap, one.start, one.end, "nil");
}

function addGem(
  source: string,
  parse: RubyParser,
  name: string,
  gemPath: string,
  lines: readonly string[],
): string {
  const path = ourGem(tree(source, parse, name), gemPath);
  if (path === gemPath) return source;
  if (path !== undefined) {
    throw new UserError(
      `\`${name}\` names a gem \`megamode\` of its own.`,
      "Take it out: the action adds it to the copy that it deploys.",
    );
  }
  const bytes = Buffer.from(source);
  // What lies behind `__END__` is data.
  const data: { startOffset: number } | null = parse(source).dataLoc;
  const at = data?.startOffset ?? bytes.length;
  const eol = source.includes("\r\n") ? "\r\n" : "\n";
  const open = at > 0 && bytes[at - 1] !== 0x0a;
  const text = [
    "# Added by megamode-deploy: lets the app run on AWS Lambda.",
    `gem "megamode", path: "${gemPath}"`,
    ...lines,
  ].join(eol);
  return splice(bytes, at, at, open ? `${eol}${text}` : `${text}${eol}`).toString();
}

/** The path of the gem `megamode` that the Gemfile names: `""` where it comes from elsewhere. */
function ourGem(node: Node, gemPath: string): string | undefined {
  if (node instanceof CallNode && node.name === "gem" && node.receiver === null) {
    const [first, ...more] = node.arguments_?.arguments_ ?? [];
    if (first instanceof StringNode && textOf(first) === "megamode") {
      return more.flatMap(strings).includes(gemPath) ? gemPath : "";
    }
  }
  for (const child of children(node)) {
    const path = ourGem(child, gemPath);
    if (path !== undefined) return path;
  }
  return undefined;
}

function strings(node: Node): string[] {
  if (node instanceof StringNode) return [textOf(node)];
  return children(node).flatMap(strings);
}

function textOf(node: StringNode): string {
  return node.unescaped.value;
}

function notAlone(name: string): UserError {
  return new UserError(
    `The \`ruby\` declaration in \`${name}\` could not be taken out.`,
    "Put it on lines of its own.",
  );
}

function splice(source: Buffer, start: number, end: number, text: string): Buffer {
  return Buffer.concat([source.subarray(0, start), Buffer.from(text), source.subarray(end)]);
}

function lineStart(source: Buffer, at: number): number {
  const start = at === 0 ? 0 : source.lastIndexOf(0x0a, at - 1) + 1;
  // A byte order mark is no part of the line.
  return start === 0 && source.subarray(0, 3).equals(BOM) ? 3 : start;
}

/** Behind the line's last character, before its end. */
function lineEnd(source: Buffer, at: number): number {
  // The closing of a here-document takes its line's end with it.
  if (at > 0 && source[at - 1] === 0x0a) return source[at - 2] === 0x0d ? at - 2 : at - 1;
  const end = source.indexOf(0x0a, at);
  if (end === -1) return source.length;
  return source[end - 1] === 0x0d ? end - 1 : end;
}

const BOM = Buffer.from("\uFEFF");
