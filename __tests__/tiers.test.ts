import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { importsOf } from "./imports-of.ts";

const tests = import.meta.dirname;

const files = (folder: string) =>
  readdirSync(join(tests, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name));

describe("a test's tier", () => {
  test.each(["integration", "e2e"])("%s stands in the file's name and place", (tier) => {
    const named = files("").filter((file) => file.endsWith(`.${tier}.test.ts`));
    const placed = files(tier).filter((file) => file.endsWith(".test.ts"));
    expect(placed.sort()).toEqual(named.sort());
    expect(named.length).toBeGreaterThan(0);
  });

  test("end to end runs what is built: it imports no source of the action or of the proxy", () => {
    const wrong = files("e2e").flatMap((file) =>
      importsOf(join("__tests__", file))
        .filter(({ to }) => /^(src|runtime)\//.test(to))
        .map(({ to }) => `${file} imports ${to}`),
    );
    expect(wrong).toEqual([]);
  });

  test("the order of the long ones names files that are there", () => {
    const order = readFileSync(join(tests, "setup/longest-first.mjs"), "utf8");
    const names = [...order.matchAll(/^ {2}"([\w-]+\.(?:e2e|integration))",$/gm)].map(
      ([, name]) => name,
    );
    const there = files("").map((file) => basename(file, ".test.ts"));
    expect(names.filter((name) => !there.includes(name!))).toEqual([]);
    expect(names.length).toBeGreaterThan(10);
  });
});
