import { expect, test } from "@jest/globals";
import { queryPairs } from "../../../runtime/src/events/pairs.ts";
import { encodeQuery, escapeQuery, joinQuery } from "../../../runtime/src/events/query.ts";

test.each([
  [null, null, ""],
  [undefined, undefined, ""],
  [{}, {}, ""],
  [{ a: ["1"] }, { a: "1" }, "?a=1"],
  [{ "a[]": ["1", "2"], "b[c]": ["x y"] }, null, "?a%5B%5D=1&a%5B%5D=2&b%5Bc%5D=x%20y"],
  [{ q: ["1+1=2&x"] }, null, "?q=1%2B1%3D2%26x"],
  [{ q: ["é😀%20"] }, null, "?q=%C3%A9%F0%9F%98%80%2520"],
  [{ q: ["!$'()*,:@/?"] }, null, "?q=!$'()*,:@/?"],
  [{ "a,b": ["%2C"] }, null, "?a,b=%252C"],
  [{ q: ["a;b#c=d"] }, null, "?q=a%3Bb%23c%3Dd"],
  [{ q: [] }, { q: "1" }, "?q=1"],
  [{}, { toString: "1" }, "?toString=1"],
  [{ n: [1, true] }, { m: 2 }, "?n=1&n=true&m=2"],
  [{ q: [""] }, null, "?q="],
  [{ q: null }, null, "?q="],
  [{ q: ["\ud800"] }, null, "?q=%EF%BF%BD"],
  [null, { only: "single" }, "?only=single"],
  [null, { only: null }, "?only="],
  [{ a: ["1"] }, { a: "2", b: "3" }, "?a=1&b=3"],
])("%j and %j are encoded again as %s", (multi, single, query) => {
  expect(encodeQuery(queryPairs(single, multi))).toBe(query);
});

test("9 KB of ids between commas stay below Puma's limit of 10,240 bytes", () => {
  const ids = Array.from({ length: 1500 }, (_, i) => 10_000 + i).join(",");
  expect(encodeQuery(queryPairs(null, { ids: [ids] }))).toBe(`?ids=${ids}`);
});

test.each([
  [{ a: ["1+1", "b%20c"], "c%5B%5D": ["%26"] }, null, "?a=1+1&a=b%20c&c%5B%5D=%26"],
  [null, { a: "x|y[]{}^`\\", b: "" }, "?a=x|y[]{}^`\\&b="],
  [null, { a: ' "<>#é\t\x7f' }, "?a=%20%22%3C%3E%23%C3%A9%09%7F"],
  [null, null, ""],
])("%j and %j, still encoded, are joined as %s", (multi, single, query) => {
  expect(joinQuery(queryPairs(single, multi))).toBe(query);
});

test.each(["a=\r", "a=\n", "a=\0"])("%j is refused", (query) => {
  expect(() => escapeQuery(query)).toThrow(expect.objectContaining({ name: "BadRequestError" }));
});

test.each([["x"], [[]], [{ a: {} }], [{ a: [{}] }], [{ a: [["x"]] }], [5]])(
  "parameters %j of a wrong type are refused",
  (wrong) => {
    const refused = expect.objectContaining({ name: "BadRequestError" });
    expect(() => queryPairs(wrong, null)).toThrow(refused);
    expect(() => queryPairs(null, wrong)).toThrow(refused);
  },
);
