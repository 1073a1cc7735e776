import { expect, test } from "@jest/globals";
import { renderLeftOut } from "../../../../src/inject/left-out/left-out.ts";

const one = (path: string, kind: string, files: number, bytes: number) => ({
  ...{ path, kind, files, bytes },
});

test("what was left out is counted by kind, the most files first, and no path is told", () => {
  const MB = 1024 * 1024;
  expect(
    renderLeftOut([
      one(".env", ".env files", 1, 10),
      one("spec", "spec/", 30, 2048),
      one("node_modules/secret-a", "node_modules", 100, 10 * MB),
      one("node_modules/b", "node_modules", 80, 2 * MB),
      one("engines/a/.env", ".env files", 1, 10),
      one("config/x.key", "private keys", 1, 1),
      one("test", "test/", 0, 0),
    ]),
  ).toBe(
    "Left out 213 files: node_modules (180 files, 12.0 MB), spec/ (30 files, 2.0 KB), .env files (2 files, 20 B), private keys (1 file, 1 B). `include` copies what you name.",
  );
});

test("nothing is said where nothing was left out", () => {
  expect(renderLeftOut([])).toBeUndefined();
  expect(renderLeftOut([one("test", "test/", 0, 0)])).toBeUndefined();
});
