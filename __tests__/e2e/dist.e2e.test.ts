import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { PROJECT } from "./harness.ts";

function tree(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    files.sort().map((file) => [file.slice(folder.length), readFileSync(file, "base64")]),
  );
}

test("dist/ is what the sources build", () => {
  const built = join(mkdtempSync(join(tmpdir(), "megamode-built-")), "dist");
  execFileSync(process.execPath, [join(PROJECT, "bin/build.ts"), built]);
  const [fresh, committed] = [tree(built), tree(join(PROJECT, "dist"))];
  const names = new Set([...Object.keys(fresh), ...Object.keys(committed)]);
  expect([...names].filter((name) => fresh[name] !== committed[name])).toEqual([]);
  rmSync(built, { recursive: true });
});
