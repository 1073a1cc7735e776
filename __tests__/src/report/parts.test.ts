import { describe, expect, test } from "@jest/globals";
import type { Part } from "../../../src/bundle/parts.ts";
import { listParts, renderParts } from "../../../src/report/parts.ts";

const MB = 1024 * 1024;
const gem = (name: string, bytes: number, saved?: number): Part => ({
  kind: "gem",
  name,
  bytes,
  ...(saved && { saved }),
});
const many = Array.from({ length: 23 }, (_, at) => gem(`g${at + 1} 1.0`, (at + 1) * MB));
const archives = [
  { parts: [...many, gem("pg 1.5.9", 30 * MB, 5 * MB)] },
  { parts: [{ kind: "Ruby", name: "standard library", bytes: 26 * MB } as const] },
];
const rows = (text: string) => text.split("\n").filter((line) => /^\| [\w ]/.test(line));

describe("the largest parts of a bundle", () => {
  test("are twenty of all archives, the largest first, and the others in one line", () => {
    const shown = rows(renderParts(archives));
    expect(shown).toHaveLength(20);
    expect(shown.slice(0, 3)).toEqual([
      "| gem | pg 1.5.9 | 30.0 MB | 5.0 MB |",
      "| Ruby | standard library | 26.0 MB |  |",
      "| gem | g23 1.0 | 23.0 MB |  |",
    ]);
    expect(shown.at(-1)).toContain("| g6 1.0 |");
    expect(renderParts(archives)).toContain("\n| | 5 more | 15.0 MB | |\n");
  });

  test("come with what makes them smaller, or keeps them whole", () => {
    for (const name of ["`keep-gem-files`", "`BUNDLE_WITHOUT`", "`exclude`"]) {
      expect(renderParts(archives)).toContain(name);
    }
  });

  test("are told in the log alike", () => {
    const lines = listParts(archives);
    expect(lines).toHaveLength(22);
    expect(lines.slice(0, 2)).toEqual([
      "  30.0 MB  gem: pg 1.5.9 (5.0 MB left out)",
      "  26.0 MB  Ruby: standard library",
    ]);
    expect(lines.slice(-2)).toEqual(["  15.0 MB  5 more", "`keep-gem-files` packs a gem whole."]);
  });

  test("are twenty without a line for others where there are no more", () => {
    const twenty = [{ parts: many.slice(0, 20) }];
    expect(renderParts(twenty)).toContain("The 20 largest parts");
    expect(renderParts(twenty)).not.toMatch(/\d more/);
    expect(listParts(twenty)).toHaveLength(21);
  });

  test("of one size are in the order of their names, and of one name in that of the archives", () => {
    const compiled = (name: string): Part => ({ kind: "compiled by bootsnap", name, bytes: MB });
    const parts = [gem("b", MB), gem("a", MB), compiled("a"), gem("c", MB), gem("d", 2 * MB)];
    expect(rows(renderParts([{ parts }])).map((row) => row.split(" | ").slice(0, 2))).toEqual([
      ["| gem", "d"],
      ["| gem", "a"],
      ["| compiled by bootsnap", "a"],
      ["| gem", "b"],
      ["| gem", "c"],
    ]);
  });

  test("are all where they are few, and break no table", () => {
    const text = renderParts([{ parts: [{ kind: "app", name: "a|b/", bytes: 1 }] }]);
    expect(text).toContain("The 1 largest parts");
    expect(text).toContain("| app | a&#124;b/ | 1 B |  |");
    expect(text).not.toContain("more");
  });
});
