import { expect, test } from "@jest/globals";
import { parsePax } from "../../../../runtime/src/loader/archive/pax.ts";
import { record } from "./headers.ts";

const parse = (text: string) => [...parsePax(Buffer.from(text))];

test("the records give a value for each key", () => {
  expect(parse(record("path", "app/a") + record("mtime", "1"))).toEqual([
    ["path", "app/a"],
    ["mtime", "1"],
  ]);
});

test("a value may hold anything, and be empty", () => {
  expect(parse(record("path", "é=\n x") + record("empty", ""))).toEqual([
    ["path", "é=\n x"],
    ["empty", ""],
  ]);
});

test("no records give nothing", () => expect(parse("")).toEqual([]));

test("a record begins with its length, in digits", () => {
  expect(parse("9 path=a\n")).toEqual([["path", "a"]]);
});

test.each([
  "path=a\n",
  " 9 path=a\n",
  "9 path=a",
  "8 path=a\n",
  "99 path=a\n",
  "0 path=a\n",
  "09 path=a\n",
  "9path=a\n",
  "9 pathsa\n",
  "5 =a\n",
  "3 \n=a\n",
  "9 path=a\nx",
  "9 path=a\n0 b=\n",
])("%j is refused", (text) => expect(() => parse(text)).toThrow("broken pax header"));
