import { describe, expect, test } from "@jest/globals";
import { said, variableLines } from "../../../../src/inputs/parse/variable-lines.ts";

const parsed = (text: string) =>
  variableLines(text).map(({ name, value, line }) => [name, value, line]);

const PEM = "-----BEGIN KEY-----\nMIIE=\n# no comment\n\nA=b\n  spaced  \n-----END KEY-----";

describe("variables are", () => {
  test.each<[string, string, readonly (readonly [string, string | undefined, number])[]]>([
    ["nothing", "", []],
    [
      "values as they are",
      'A=b=c\nURL="x y"',
      [
        ["A", "b=c", 1],
        ["URL", '"x y"', 2],
      ],
    ],
    ["values without the space around", "_a1  =  b # no comment ", [["_a1", "b # no comment", 1]]],
    ["empty", "A=", [["A", "", 1]]],
    [
      "names alone",
      "A\n  B  ",
      [
        ["A", undefined, 1],
        ["B", undefined, 2],
      ],
    ],
    [
      "found among comments and blank lines",
      "# a=b\n\nA=b\n \nB",
      [
        ["A", "b", 3],
        ["B", undefined, 5],
      ],
    ],
    [
      "given twice",
      "A=b\nA=c",
      [
        ["A", "b", 1],
        ["A", "c", 2],
      ],
    ],
    [
      "values of several lines, as they are",
      `A=b\nPEM<<EOF\n${PEM}\nEOF\nB=c`,
      [
        ["A", "b", 1],
        ["PEM", PEM, 2],
        ["B", "c", 11],
      ],
    ],
    [
      "a value of one line or of none",
      "A<<E\nb\nE\nB<<E\nE",
      [
        ["A", "b", 1],
        ["B", "", 4],
      ],
    ],
    ["ended by their own word only", "A<<E\n E\nE \nEE\nE", [["A", " E\nE \nEE", 1]]],
    ["ended by any word", "A << =<<' '\nb\n=<<' '", [["A", "b", 1]]],
    [
      "values with `<<`",
      "A=<<EOF\nB=b<<EOF",
      [
        ["A", "<<EOF", 1],
        ["B", "b<<EOF", 2],
      ],
    ],
    [
      "lines of an editor of Windows",
      "A=b\r\nB<<E\r\n1\r\n2\r\nE\r\nC\r\n",
      [
        ["A", "b", 1],
        ["B", "1\r\n2", 2],
        ["C", undefined, 6],
      ],
    ],
    ["inherited by no object", "constructor=x", [["constructor", "x", 1]]],
  ])("%s", (_, text, expected) => expect(parsed(text)).toEqual(expected));
});

describe("a mistake is named by its line, and nothing of the value is shown", () => {
  test.each([
    ["a text", "A=b\n\nhunter 22", "line 3 is none of `KEY=value`, `KEY<<END` and `KEY`."],
    ["no name", "=hunter2", "line 1 is none of"],
    ["a digit first", "1A=hunter2", "line 1 is none of"],
    ["a hyphen", "A-B=hunter2", "line 1 is none of"],
    [
      "a key whose lines were not enclosed",
      "PEM=-----BEGIN KEY-----\nhunter2/x\n",
      "line 2 is none of",
    ],
    [
      "no end",
      "A=b\nPEM<<EOF\nhunter2\nB=c",
      "the value of `PEM`, which begins at line 2, has no end",
    ],
    ["an end that is indented", "PEM<<EOF\nhunter2\n  EOF\nB=c", "the value of `PEM`"],
    ["no word for the end", "PEM<<\nhunter2\n\n", "the value of `PEM`"],
    ["a value after `<<`", "PASSWORD<<hunter2", "the value of `PASSWORD`"],
    ["a name that may be no name", "hunter2<<EOF", "the value of the variable of line 1"],
  ])("%s", (_, text, message) => {
    const read = () => variableLines(text);
    expect(read).toThrow(message);
    expect(read).not.toThrow("hunter2");
  });
});

test.each([
  ["DATABASE_URL", "`DATABASE_URL`"],
  ["MIIEvQIBADANBgkqhkiG9w0B", "the variable of line 7"],
  ["hunter2", "the variable of line 7"],
])("%s is named in a message as %s", (name, expected) => {
  expect(said({ name, line: 7 })).toBe(expected);
});
