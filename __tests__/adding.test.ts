import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "@jest/globals";

const project = resolve(import.meta.dirname, "..");
const text = readFileSync(join(project, "docs/adding.md"), "utf8");

test("docs/adding.md names only files and folders that are there", () => {
  const paths = [...text.matchAll(/`([\w.-]+(?:\/[\w.-]*)+|action\.yml|README\.md)`/g)].map(
    ([, path = ""]) => path,
  );
  expect(paths.filter((path) => !existsSync(join(project, path)))).toEqual([]);
  expect(paths.length).toBeGreaterThan(30);
});
