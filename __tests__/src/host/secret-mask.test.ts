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
    ["as it is", ["my-s3cret"], "a my-s3cret, my-s3cret", "a ***, ***"],
    [
      "with signs that a pattern would take for its own",
      ["a.b*(cdef"],
      "a.b*(cdef axb*(cdef",
      "*** axb*(cdef",
    ],
    ["in JSON", [ODD], JSON.stringify({ a: ODD }), '{"a":"***"}'],
    ["in a URL", [ODD], `?q=${encodeURIComponent(ODD)}&r`, "?q=***&r"],
    ["in a form", ["aaa b+ccc"], "q=aaa+b%2bccc", "q=***"],
    ["in a shell's words", ["it's s3cret"], "export A='it'\\''s s3cret'", "export A='***'"],
    ["in Ruby's words", ['aaaa"#{b'], '{"A"=>"aaaa\\"\\#{b"}', '{"A"=>"***"}'],
    ["in HTML", ["<aaa&b>|"], "<td>&lt;aaa&#38;b&#x3E;&#124;</td>", "<td>***</td>"],
    ["in the summary", ["aa_b@c|d"], "| aa&#95;b&#64;&#8203;c&#124;d |", "| *** |"],
    [
      "escaped for JSON that escapes all",
      ["secreté👍/"],
      '"secret\\u00e9\\uD83D\\udc4d\\/"',
      '"***"',
    ],
    ["of several lines", [KEY], `a\n${KEY}b`, "a\n***b"],
    ["of several lines, in JSON", [KEY], JSON.stringify(KEY), '"***"'],
    ["of several lines, with other ends of lines", [KEY], KEY.replaceAll("\n", "\r\n"), "***"],
    ["one of its lines", [KEY], "x MIIE/abc+d= }", "x *** }"],
    ["that is broken over lines", ["0123456789abcdef"], "a\n01234567\n89abcdef\nb", "a\n***\nb"],
    ["where another one overlaps", ["abcdefgh", "efghijkl"], "abcdefghijkl", "***"],
    [
      "where another one is a part of it",
      ["hunter22", "db://hunter22@x"],
      "db://hunter22@x",
      "***",
    ],
    ["unless it is empty or blank", ["", " ".repeat(9)], "a          b", "a          b"],
    ["unless it is shorter than eight characters", ["hunter2"], "hunter2", "hunter2"],
    ["all digits", ["12345678"], "12345678, 1234567", "***, 1234567"],
    [
      "however short between the signs of a URL",
      [":pw@", "//u:x@"],
      "p://u:pw@x p://u:x@y",
      "p://u***x p:***y",
    ],
  ])("%s", (_, secrets, text, expected) => {
    expect(hidden(secrets, text)).toBe(expected);
  });
});

test("what everybody may read is not hidden, and what the runner would hide of it is not told", () => {
  const mask = createSecretMask();
  mask.keepReadable((text) => "shop-production".includes(text));
  const secrets = ["production", '"production"', "a=b&production", "real-secret\nproduction"];
  expect(secrets.flatMap((secret) => mask.add(secret))).toEqual(["real-secret"]);
  expect(mask.hide("production a=b&production real-secret")).toBe("production *** ***");
});

test("the runner is told of a secret once, and of each of its lines that means something", () => {
  const mask = createSecretMask();
  expect(mask.add(KEY)).toEqual(["-----BEGIN KEY-----", "MIIE/abc+d=", "-----END KEY-----"]);
  expect(mask.add(KEY)).toEqual([]);
  expect(mask.add("  abcdefgh\r\n")).toEqual(["abcdefgh"]);
  expect(mask.add("abcdefg")).toEqual([]);
  expect(mask.add("")).toEqual([]);
});
