import { describe, expect, test } from "@jest/globals";
import { allValues, decodeQuery, lastValues } from "../../../../local/gateway/event/query.ts";

describe("a query string", () => {
  const query = decodeQuery("q=1&q=2+3&e=%26&a[]=x&empty&bad=%ff&=n&&b=c=d");

  test("has all values of each name", () => {
    expect(allValues(query)).toEqual({
      q: ["1", "2 3"],
      e: ["&"],
      "a[]": ["x"],
      empty: [""],
      bad: ["%ff"],
      "": ["n"],
      b: ["c=d"],
    });
  });

  test("has the last value of each name", () => {
    expect(lastValues(query)).toMatchObject({ q: "2 3", empty: "" });
  });

  test("that is empty is null", () => {
    expect([allValues(decodeQuery("")), lastValues(decodeQuery(""))]).toEqual([null, null]);
  });
});
