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

  test("nothing calls bubblewrap without asking whether it runs here", () => {
    const calls = files("").filter((file) =>
      readFileSync(join(tests, file), "utf8").includes('"bwrap"'),
    );
    // Unit tests of what the action would call.
    expect(calls.filter((file) => !file.startsWith("src/"))).toEqual([
      "machines.ts",
      "tiers.test.ts",
    ]);
  });

  test("every reason for skipping is one of a test that can be skipped", () => {
    const skipping = files("").map((file) => readFileSync(join(tests, file), "utf8"));
    const conditional = skipping.filter((text) => /(test|describe|always)\.skip\b/.test(text));
    const { length } = conditional;
    expect(length).toBeGreaterThan(5);
    const reasons = Object.keys(JSON.parse(readFileSync(join(tests, "skips.json"), "utf8")));
    const words = (text: string) => text.replace(/\$\{\w+\}|%s/g, " ").replace(/\s+/g, " ");
    const missing = reasons.filter(
      (reason) =>
        !conditional.some((text) => reason.split(" ").every((word) => words(text).includes(word))),
    );
    expect(missing).toEqual([]);
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
