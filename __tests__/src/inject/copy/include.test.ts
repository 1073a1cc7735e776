import { describe, expect, test } from "@jest/globals";
import { includeRule, literalGlob } from "../../../../src/inject/copy/include.ts";

describe("`include` names", () => {
  test.each<[string, string, boolean]>([
    ["node_modules/**", "node_modules/a/dist/a.css", true],
    ["./spec/", "spec", true],
    ["**", ".env", false],
    [".env.production", ".env.production", true],
    ["spec/**", "spec/two\nlines.txt", true],
    // Checkout's token lies there.
    [".git", ".git", false],
    [".git/**", ".git/config", false],
    [".git/config", ".git/config", false],
    ["vendor/**", "vendor/engine/.git", false],
    ["**/.GIT/config", "vendor/.GIT/config", false],
    [".gitignore", ".gitignore", true],
    [".github/**", ".github/workflows/ci.yml", true],
  ])("by %j the path %j: %s", (glob, path, does) => {
    expect(includeRule([glob]).names(path)).toBe(does);
  });
});

describe("a folder may hold what `include` names", () => {
  test.each<[string, string, boolean]>([
    ["node_modules/govuk-frontend/**", "node_modules", true],
    ["node_modules/govuk-frontend/**", "node_modules/govuk-frontend/dist", true],
    ["node_modules/govuk-frontend/**", "node_modules/react", false],
    ["node_modules/govuk-frontend/**", "node", false],
    ["spec/openapi.yml", "spec", true],
    ["spec/openapi.yml", "spec/models", false],
    ["**/*.css", "node_modules/a", true],
    ["{spec,test}/x", "spec", true],
    ["a\\[1\\]/b.txt", "a[1]", true],
    ["**", ".git", false],
    ["**", "vendor/.git/refs", false],
  ])("%j, the folder %j: %s", (glob, folder, may) => {
    expect(includeRule([glob]).mayNameIn(folder)).toBe(may);
  });
});

test.each([
  "spec/openapi.yml",
  "app/[id].js",
  "a(1).js",
  "a{b,c}.js",
  "@scope/x+y.js",
  "!important.txt",
  "what?.txt",
  "a*b",
  "$x^|y",
  "back\\slash",
  "with space.txt",
  "two\nlines",
  "caf\u00e9",
  ".env",
])("a path as a glob names that path and no other: %j", (path) => {
  const { names } = includeRule([literalGlob(path)]);
  expect(names(path)).toBe(true);
  expect([names(`${path}x`), names(`x/${path}`), names("x")]).toEqual([false, false, false]);
});
