import { expect, test } from "@jest/globals";
import { loadRubyParser } from "../../../src/inject/prism.ts";

test("Ruby's parser is loaded once", () => {
  expect(loadRubyParser()).toBe(loadRubyParser());
});

test("it parses Ruby, one text after another", async () => {
  const parse = await loadRubyParser();
  const sources = ['gem "a"\n', 'gem "b"\n'].map((text) => parse(text, "Gemfile"));
  expect(sources.map(({ text, tree }) => [text, tree.location.length])).toEqual([
    ['gem "a"\n', 7],
    ['gem "b"\n', 7],
  ]);
});
