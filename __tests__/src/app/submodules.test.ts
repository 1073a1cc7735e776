import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { emptySubmodules } from "../../../src/app/submodules.ts";
import { tree } from "../../tree.ts";

const GITMODULES = `[submodule "engine"]
	path = vendor/engine
	url = https://example.com/engine.git
[submodule "there"]
	path = vendor/there
[submodule "absent"]
	path = libs/two words
[submodule "out"]
	path = ../../etc-not-there
`;
const repository = tree({
  ".git/HEAD": "ref",
  ".gitmodules": GITMODULES,
  "vendor/there/.git": "gitdir: x",
  "apps/web/config.ru": "run",
});
mkdirSync(join(repository, "vendor/engine"));

test.each([
  [".", ["vendor/engine", "libs/two words"]],
  ["apps/web", ["../../vendor/engine", "../../libs/two words"]],
])("submodules whose folder is empty or not there are found, from %s", async (dir, found) => {
  expect(await emptySubmodules(join(repository, dir))).toEqual(found);
});

test("there are none without `.gitmodules`, or outside of a checkout", async () => {
  expect(await emptySubmodules(tree({ "config.ru": "run", ".git/HEAD": "x" }))).toEqual([]);
  expect(await emptySubmodules(tree({ "a/config.ru": "run" }))).toEqual([]);
});

test("a file of blanks is read in no time", async () => {
  const blanks = `${" \n".repeat(200_000)}path${" ".repeat(200_000)}`;
  const dir = tree({ ".gitmodules": `${blanks}\n path = a `, ".git/HEAD": "x" });
  expect(await emptySubmodules(dir)).toEqual(["a"]);
});
