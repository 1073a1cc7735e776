import { describe, expect, test } from "@jest/globals";
import { block, code, escaped, link, row } from "../../../src/report/markdown.ts";

describe("escaped text", () => {
  test.each([
    ["an ordinary name", "net-imap 0.2.3-x86_64 (app)", "net-imap 0.2.3-x86&#95;64 (app)"],
    ["HTML", '<img src=x onerror="a">', '&#60;img src=x onerror="a"&#62;'],
    ["an entity", "&lt;b&gt;", "&#38;lt;b&#38;gt;"],
    ["a cell's end", "a | b \\| c", "a &#124; b &#92;&#124; c"],
    ["a code span", "`a``b", "&#96;a&#96;&#96;b"],
    ["a link", "[a](javascript:b)", "&#91;a&#93;(javascript:b)"],
    ["an image", "![a](b)", "!&#91;a&#93;(b)"],
    ["what GitHub links", "https://a www.b", "https:&#47;/a www&#46;b"],
    ["emphasis", "*a* ~~b~~ _c_", "&#42;a&#42; &#126;&#126;b&#126;&#126; &#95;c&#95;"],
    ["a mention", "@org/team", "&#64;&#8203;org/team"],
    ["a formula", "$a$", "&#36;a&#36;"],
    ["lines", "a\n\n## b\r\nc\u2028d", "a ## b c d"],
    ["what hides or turns text", "a\u202eb\u200bc\u0000d", "abc d"],
  ])("shows %s as it was written", (_, text, expected) => {
    expect(escaped(text)).toBe(expected);
  });
});

test.each([
  ["production", "`production`"],
  ["a`b", "``a`b``"],
  ["``a", "``` ``a ```"],
  ["a\n\n</details>", "`a </details>`"],
  ["", "` `"],
])("%j in a code span is %j", (text, expected) => {
  expect(code(text)).toBe(expected);
});

test.each([
  ["https://x.example/production", "[https://x.example/production](https://x.example/production)"],
  ["http://127.0.0.1:8080/a-b", "[http://127.0.0.1:8080/a-b](http://127.0.0.1:8080/a-b)"],
  ["javascript:alert(1)", "javascript:alert(1)"],
  ["https://x.example/)[b](https://evil", "https:&#47;/x.example/)&#91;b&#93;(https:&#47;/evil"],
])("%j becomes the link %j, or text", (url, expected) => {
  expect(link(url)).toBe(expected);
});

test("a row keeps its cells, and a block its content", () => {
  expect(row(["a|b", "c\n| d | e |", ""])).toBe("| a&#124;b | c &#124; d &#124; e &#124; |  |");
  expect(block("text", "```\na\n````\n")).toBe("`````text\n```\na\n````\n`````");
});
