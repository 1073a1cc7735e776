import { describe, expect, test } from "@jest/globals";
import { resolveErb, resolveRuby } from "../../../../src/app/data/ruby-value.ts";

const ENV = { DB: "/mnt/p", EMPTY: "" };

describe("a Ruby expression", () => {
  test.each<[string, string | undefined]>([
    ['"text"', "text"],
    ["'text'.to_sym", "text"],
    ["  :local  ", "local"],
    ['"with #{x}"', undefined],
    ["Rails.root", ""],
    ['Rails.root.join("storage")', "storage"],
    ["Rails.root.join('db', \"x.sqlite3\").to_s", "db/x.sqlite3"],
    ['ENV["DB"]', "/mnt/p"],
    ['ENV["NONE"]', ""],
    ['ENV["EMPTY"]', ""],
    ['ENV["NONE"].presence || "other"', "other"],
    ['ENV["DB"] || "other"', "/mnt/p"],
    ['ENV.fetch("DB")', "/mnt/p"],
    ['ENV.fetch("NONE")', undefined],
    ['ENV.fetch("NONE", "other")', "other"],
    ['ENV.fetch("EMPTY", "other")', "other"],
    ['ENV.fetch("DB", "other")', "/mnt/p"],
    ['ENV.fetch("NONE") { "other" }', "other"],
    ['ENV.fetch("NONE", ENV["DB"])', "/mnt/p"],
    ['ENV.fetch("NONE") { Shop.database }', undefined],
    ["Shop.database", undefined],
    ["5", undefined],
  ])("%s is %j", (expression, value) => {
    expect(resolveRuby(expression, ENV)).toBe(value);
  });
});

describe("a text with ERB in it", () => {
  test.each<[string, string | undefined]>([
    ["plain", "plain"],
    ['<%= ENV["DB"] %>/x', "/mnt/p/x"],
    ['<%= ENV["DB"] -%>', "/mnt/p"],
    ['<%= ENV["NONE"] %>', ""],
    ["a-<%= :b %>-<%= :c %>", "a-b-c"],
    ["<%= Shop.name %>", undefined],
    ["<%= Shop.name %>-<%= :c %>", undefined],
  ])("%s is %j", (text, value) => {
    expect(resolveErb(text, ENV)).toBe(value);
  });
});
