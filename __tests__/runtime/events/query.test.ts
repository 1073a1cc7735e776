import { expect, test } from "@jest/globals";
import { encodeQuery } from "../../../runtime/src/events/query.ts";

test.each([
  [null, null, ""],
  [undefined, undefined, ""],
  [{}, {}, ""],
  [{ a: ["1"] }, { a: "1" }, "?a=1"],
  [{ "a[]": ["1", "2"], "b[c]": ["x y"] }, null, "?a%5B%5D=1&a%5B%5D=2&b%5Bc%5D=x%20y"],
  [{ q: ["1+1=2&x"] }, null, "?q=1%2B1%3D2%26x"],
  [{ q: ["é😀%20"] }, null, "?q=%C3%A9%F0%9F%98%80%2520"],
  [{ q: ["!'()*"] }, null, "?q=%21%27%28%29%2A"],
  [{ q: [""] }, null, "?q="],
  [{ q: null }, null, "?q="],
  [{ q: ["\ud800"] }, null, "?q=%EF%BF%BD"],
  [null, { only: "single" }, "?only=single"],
  [null, { only: null }, "?only="],
  [{ a: ["1"] }, { a: "2", b: "3" }, "?a=1&b=3"],
])("%j and %j are encoded again as %s", (multi, single, query) => {
  expect(encodeQuery(multi, single as never)).toBe(query);
});
