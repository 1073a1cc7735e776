import { describe, expect, test } from "@jest/globals";
import { createSecretMask } from "../../../src/host/secret-mask.ts";

function hidden(secrets: readonly string[], text: string): string {
  const mask = createSecretMask();
  for (const secret of secrets) mask.add(secret);
  return mask.hide(text);
}

const KEY = "-----BEGIN KEY-----\nMIIE/abc+d=\n}\n-----END KEY-----\n";
const ODD = `it's "<a&b>" $x\\y#{z}é👍`;

describe("a secret is hidden", () => {
  test.each([
    ["as it is", ["s3cret"], "a s3cret, s3cret", "a ***, ***"],
    ["with signs that a pattern would take for its own", ["a.b*(c"], "a.b*(c axb*(c", "*** axb*(c"],
    ["in JSON", [ODD], JSON.stringify({ a: ODD }), '{"a":"***"}'],
    ["in a URL", [ODD], `?q=${encodeURIComponent(ODD)}&r`, "?q=***&r"],
    ["in a form", ["a b+c"], "q=a+b%2bc", "q=***"],
    ["in a shell's words", ["it's s3cret"], "export A='it'\\''s s3cret'", "export A='***'"],
    ["in Ruby's words", ['a"#{b'], '{"A"=>"a\\"\\#{b"}', '{"A"=>"***"}'],
    ["in HTML", ["<a&b>|"], "<td>&lt;a&#38;b&#x3E;&#124;</td>", "<td>***</td>"],
    ["in the summary", ["a_b@c|d"], "| a&#95;b&#64;&#8203;c&#124;d |", "| *** |"],
    ["escaped for JSON that escapes all", ["é👍/"], '"\\u00e9\\uD83D\\udc4d\\/"', '"***"'],
    ["of several lines", [KEY], `a\n${KEY}b`, "a\n***b"],
    ["of several lines, in JSON", [KEY], JSON.stringify(KEY), '"***"'],
    ["of several lines, with other ends of lines", [KEY], KEY.replaceAll("\n", "\r\n"), "***"],
    ["one of its lines", [KEY], "x MIIE/abc+d= }", "x *** }"],
    ["that is broken over lines", ["0123456789abcdef"], "a\n01234567\n89abcdef\nb", "a\n***\nb"],
    ["where another one overlaps", ["abcdef", "defghi"], "abcdefghi", "***"],
    ["where another one is a part of it", ["hunter2", "db://hunter2@x"], "db://hunter2@x", "***"],
    ["unless it is empty or blank", ["", "  "], "a   b", "a   b"],
  ])("%s", (_, secrets, text, expected) => {
    expect(hidden(secrets, text)).toBe(expected);
  });
});

test("the runner is told of a secret once, and of each of its lines that means something", () => {
  const mask = createSecretMask();
  expect(mask.add(KEY)).toEqual([KEY, "-----BEGIN KEY-----", "MIIE/abc+d=", "-----END KEY-----"]);
  expect(mask.add(KEY)).toEqual([]);
  expect(mask.add("abc")).toEqual(["abc"]);
  expect(mask.add("")).toEqual([]);
});
