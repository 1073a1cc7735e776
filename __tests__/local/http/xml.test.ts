import { describe, expect, test } from "@jest/globals";
import { element, parseXml, xmlDocument } from "../../../local/http/xml.ts";

describe("XML", () => {
  test("repeats lists, leaves out undefined and escapes text", () => {
    expect(
      element("a", { b: ["1", "2"], c: undefined, d: { e: true }, f: '<&>"\r' }, "http://ns/"),
    ).toBe(
      '<a xmlns="http://ns/"><b>1</b><b>2</b><d><e>true</e></d><f>&lt;&amp;&gt;&quot;&#13;</f></a>',
    );
    expect(element("a", [])).toBe("");
    expect(xmlDocument("a", 0)).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<a>0</a>');
  });

  test("is read back as it was written", () => {
    const value = { Tag: [{ Key: " a ", Value: "1 & <2>" }] };
    expect(parseXml(xmlDocument("TagSet", value), "TagSet", ["Tag"])).toEqual(value);
  });

  test.each([
    ["not XML", "<TagSet>"],
    ["another root", "<Other></Other>"],
  ])("is refused if it is %s", (_, text) => {
    expect(() => parseXml(text, "TagSet", [])).toThrow(
      expect.objectContaining({ status: 400, code: "MalformedXML" }),
    );
  });
});
