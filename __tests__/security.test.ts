import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "@jest/globals";

const project = resolve(import.meta.dirname, "..");
const page = readFileSync(join(project, "docs/security.md"), "utf8");

/** A file's name with its ending, or a folder of ours. */
const FILE = /^[\w./-]+\.(?:ts|mjs|rb)$/;
const FOLDER = /^(?:src|runtime|contract|docs|e2e|integration|stand-ins)\/[\w./-]*$/;
/** What lies at the top of the repository; everything else is a test or a part of one. */
const CODE = /^(?:src|runtime\/src|runtime\/gem|contract|docs)\/(?!.*\.test\.ts$)/;

/** The paths of the files and folders that a page names in backticks or links to, from the top of the repository. */
function filesNamedIn(text: string): readonly string[] {
  const spans = [...text.matchAll(/`([^`]+)`/g)].map(([, span = ""]) => span);
  const named = spans.filter((span) => FILE.test(span) || FOLDER.test(span));
  const links = [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, link]) => `docs/${link}`);
  return [
    ...named.map((path) => (CODE.test(path) ? path : join("__tests__", path))),
    ...links.map((link) => join(link)),
  ];
}

const missing = (text: string) =>
  filesNamedIn(text).filter((path) => !existsSync(join(project, path)));

test("docs/security.md names only files and folders that are there", () => {
  expect(missing(page)).toEqual([]);
  expect(filesNamedIn(page).length).toBeGreaterThan(50);
});

test("a name that is wrong in any of its parts is noticed", () => {
  const wrong =
    "`src/inputs/trusts.ts` `src/inputs/trust.tests.ts` `e2e/none.e2e.test.ts` `none.ts`";
  expect(missing(`${wrong} \`src/nowhere/\` [a](../NONE.md)`)).toHaveLength(6);
  expect(
    missing("`src/inputs/trust.ts` `src/inputs/trust.test.ts` `src/` [a](../LICENSE)"),
  ).toEqual([]);
});
