import { describe, expect, test } from "@jest/globals";
import { CallNode, type Node } from "@ruby/prism/src/nodes.js";
import { findDeclarations, isRubyCall } from "../../../../src/inject/gemfile/ruby-declarations.ts";
import { loadRubyParser } from "../../../../src/inject/prism.ts";

const parse = await loadRubyParser();

/** Each declaration as text, with whether it is a statement, and the bodies of its here-documents. */
function found(text: string) {
  return findDeclarations(parse(text, "Gemfile").tree).map((one) => [
    text.slice(one.start, one.end),
    one.standsAlone,
    text.slice(one.end, one.bodyEnd),
  ]);
}

describe("a declaration", () => {
  test.each([
    ["a call", 'ruby "3.3"', 'ruby "3.3"'],
    ["with its condition", 'ruby "3.3" if ENV["CI"]', 'ruby "3.3" if ENV["CI"]'],
    ["with its negated condition", 'ruby "3.3" unless ENV["CI"]', 'ruby "3.3" unless ENV["CI"]'],
    ["with what rescues it", 'ruby "3.3" rescue nil', 'ruby "3.3" rescue nil'],
    ["with all of these", 'ruby "3" rescue 1 if x unless y', 'ruby "3" rescue 1 if x unless y'],
    ["without the block around it", 'if x\n ruby "3.3"\nend', 'ruby "3.3"'],
    ["without the negated block around it", 'unless x\n ruby "3.3"\nend', 'ruby "3.3"'],
    ["without the line's other statements", 'gem "x"; ruby "3.3"; gem "y"', 'ruby "3.3"'],
  ])("stands alone: %s", (_, text, expected) => {
    expect(found(text)).toEqual([[expected, true, ""]]);
  });

  test.each([
    ["a value", 'x = ruby("3.3")', 'ruby("3.3")'],
    ["an argument", 'x(ruby("3.3")) if y', 'ruby("3.3")'],
    ["a condition", 'gem "x" if ruby("3.3")', 'ruby("3.3")'],
    ["what rescues another", 'gem "x" rescue ruby("3.3")', 'ruby("3.3")'],
  ])("does not stand alone: %s", (_, text, expected) => {
    expect(found(text)).toEqual([[expected, false, ""]]);
  });

  test("in a ternary is the call alone", () => {
    expect(found('x ? ruby("3.2") : ruby("3.3")').map(([text]) => text)).toEqual([
      'ruby("3.2")',
      'ruby("3.3")',
    ]);
  });

  test("reaches to the last body of its here-documents", () => {
    expect(found('ruby <<~A, <<~"B#{1}"\n 3\nA\n #{4}\nB#{1}\ngem "x"\n')).toEqual([
      ['ruby <<~A, <<~"B#{1}"', true, "\n 3\nA\n #{4}\nB#{1}\n"],
    ]);
  });
});

test.each([
  ['ruby "3.3"', true],
  ['self.ruby "3.3"', true],
  ['send(:ruby, "3.3")', true],
  ['__send__(:ruby, "3.3")', true],
  ['public_send(:ruby, "3.3")', true],
  ['self.send(:ruby, "3.3")', true],
  ['send(:gem, "x")', false],
  ["send", false],
  ["send(name)", false],
  ['x.ruby "3.3"', false],
  ['x.send(:ruby, "3.3")', false],
  ['gem "ruby"', false],
])("%s declares a Ruby: %s", (text, expected) => {
  const { tree } = parse(text, "Gemfile");
  const call = outermostCall(tree);
  expect(isRubyCall(call)).toBe(expected);
});

function outermostCall(node: Node): CallNode {
  if (node instanceof CallNode) return node;
  for (const child of node.compactChildNodes()) return outermostCall(child);
  throw new Error("no call");
}
