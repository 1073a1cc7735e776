import { describe, expect, test } from "@jest/globals";
import { parseConfigYaml, type Section } from "../../../../src/app/data/config-yaml.ts";

describe("the YAML of a configuration file", () => {
  test.each<[string, string, Section]>([
    [
      "mappings by indentation",
      "a:\n  b:\n    c: 1\n  d: 2\ne: 3\n",
      { a: { b: { c: "1" }, d: "2" }, e: "3" },
    ],
    ["quotes", "a: \"1\"\nb: '#2'\n\"c d\": 'x'\n", { a: "1", b: "#2", "c d": "x" }],
    [
      "comments and space",
      "# a: 0\na: 1   # one\r\nb:   2  \nc: # none\n  d: x#y\n",
      { a: "1", b: "2", c: { d: "x#y" } },
    ],
    [
      "an anchor that is merged",
      "a: &a\n  x: 1\n  y: 2\nb:\n  <<: *a\n  x: 3\n",
      { a: { x: "1", y: "2" }, b: { x: "3", y: "2" } },
    ],
    [
      "an anchor that is used whole",
      "a: &a\n  x: 1\nc: *a\nd: *none\n",
      { a: { x: "1" }, c: { x: "1" }, d: {} },
    ],
    ["a merge of an anchor that is not there", "b:\n  <<: *none\n  x: 3\n", { b: { x: "3" } }],
    ["variables", 'a: <%= ENV["A"] %>/x\nb: "<%= ENV["A"] %>"\n', { a: "one/x", b: "one" }],
    ["what only Ruby can tell left out", "a: <%= Shop.a %>\nb: 1\n", { b: "1" }],
    [
      "lines that are no mapping left out",
      "---\n<% if true %>\na: 1\n- b\n<% end %>\n",
      { a: "1" },
    ],
    ["nothing in it", "", {}],
  ])("is read with %s", (_, text, expected) => {
    expect(parseConfigYaml(text, { A: "one" })).toEqual(expected);
  });

  test("gives each use of an anchor values of its own", () => {
    const text = "a: &a\n  x: 1\nb: &b\n  <<: *a\n  x: 2\nc:\n  <<: *b\n";
    expect(parseConfigYaml(text, {})).toEqual({ a: { x: "1" }, b: { x: "2" }, c: { x: "2" } });
  });
});
