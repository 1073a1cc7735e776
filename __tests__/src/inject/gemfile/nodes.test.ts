import { expect, test } from "@jest/globals";
import { CallNode, type Node } from "@ruby/prism/src/nodes.js";
import {
  argumentsOf,
  childNodes,
  literal,
  literals,
  optionOf,
} from "../../../../src/inject/gemfile/nodes.ts";
import { loadRubyParser } from "../../../../src/inject/prism.ts";

const parse = await loadRubyParser();

function firstCall(text: string): CallNode {
  const find = (node: Node): CallNode | undefined =>
    node instanceof CallNode
      ? node
      : childNodes(node)
          .map(find)
          .find((found) => found !== undefined);
  return find(parse(text, "Gemfile").tree)!;
}

const constructors = (nodes: readonly Node[]) => nodes.map((node) => node.constructor.name);

test("all nodes directly below one are found, the branches of a `case` too", () => {
  const [statements] = childNodes(parse("case 1\nwhen 2 then a\nelse b\nend", "Gemfile").tree);
  const [branches] = childNodes(statements!);
  expect(constructors(childNodes(branches!))).toEqual(["IntegerNode", "WhenNode", "ElseNode"]);
});

test("the arguments of a call are those it is given, none where it has none", () => {
  expect(constructors(argumentsOf(firstCall('gem "a", b: 1')))).toEqual([
    "StringNode",
    "KeywordHashNode",
  ]);
  expect(argumentsOf(firstCall("gemspec"))).toEqual([]);
});

test.each([
  ["a keyword", 'gem "a", other: "x", path: "y"', "y"],
  ["a string", 'gem "a", "path" => "y"', "y"],
  ["braces", 'gem("a", { path: "y" })', "y"],
])("an option is found by %s", (_, text, expected) => {
  expect(literal(optionOf(firstCall(text), "path"))).toBe(expected);
});

test.each(['gem "path"', 'gem "a", other: "x"', 'gem "a", **path', "gemspec", 'gem "a", x => "y"'])(
  "an option is not found where it is not given: %s",
  (text) => {
    expect(optionOf(firstCall(text), "path")).toBeUndefined();
  },
);

test("strings and symbols are literal, and nothing that is computed", () => {
  const call = firstCall('gem "a", :b, c, "#{d}", %w[e], 1');
  expect(literals(argumentsOf(call))).toEqual(["a", "b"]);
  expect(literal(undefined)).toBeUndefined();
});
