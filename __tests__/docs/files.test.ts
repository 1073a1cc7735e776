import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "@jest/globals";
import { describeDropped } from "../../src/bundle/dropped.ts";
import { copyRule } from "../../src/inject/copy/copy-rule.ts";
import { kindOf } from "../../src/inject/copy/secrets.ts";
import { SPECIAL } from "../../src/inject/left-out/left-out.ts";
import { tree } from "../tree.ts";

const page = readFileSync(join(resolve(import.meta.dirname, "../.."), "docs/files.md"), "utf8");

/** The text between a heading and the next one. */
const section = (heading: string) => page.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
const code = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, span = ""]) => span);

test("docs/files.md lists the kinds that the log counts", () => {
  const rule = copyRule({ include: [], exclude: ["notes"], ignoreFile: "/drafts\n" });
  const inCheckout = [
    ...["spec", "test", "tmp", "log", "coverage", "vendor/bundle", ".github", "db/x.sqlite3"],
    ...["notes", "drafts", ".git", ".env", "x.key", ".netrc", "x.pem"],
  ].map((path) => rule.kindOf(path, false));
  const built = ["node_modules/a", ".yarn", ".bundle", ".npmrc", "vendor/cache/a.gem", "tmp/x"];
  const paths = built.map((path) => `app/${path}`);
  const backing = tree(Object.fromEntries(paths.map((path) => [path, ""])));
  const told = describeDropped(backing, paths).map(({ kind }) => kind);
  const listed = section("What is left out")
    .split("\n")
    .flatMap((row) => code(/^\| (`.*?) \|/.exec(row)?.[1] ?? ""));
  const kinds = [...inCheckout, ...told, SPECIAL].map((kind) => kind?.replaceAll("`", ""));
  expect(listed.toSorted()).toEqual([...new Set(kinds)].toSorted());
});

test("docs/files.md lists names of secrets", () => {
  const lists = section("Secrets").split("\n- ").slice(1);
  const names = lists.flatMap((list) => code(list.replace(/\(but not .*?\)|, unless .*/gs, "")));
  expect(names.length).toBeGreaterThan(30);
  const ordinary = names.filter((name) => kindOf(`a/${name.replace("*", "x")}`) === "ordinary");
  expect(ordinary).toEqual([]);
});
