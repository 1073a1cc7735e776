import { describe, expect, test } from "@jest/globals";
import {
  entryPath,
  hardLinkTarget,
  linkTarget,
  parentOf,
  refusal,
} from "../../contract/entry-path.ts";

const refuse = (name: string, why: string) => new Error(refusal(name, why));

describe("the path of an entry", () => {
  test.each([
    ["app/config.ru", "app/config.ru"],
    ["./app//config.ru", "app/config.ru"],
    ["app/", "app"],
    ["app", "app"],
    ["app/.hidden/..twice", "app/.hidden/..twice"],
    [".", ""],
    ["", ""],
  ])("%j is %j", (name, path) => expect(entryPath(name, refuse)).toBe(path));

  test.each([
    ["../evil", "has `..`"],
    ["app/../../evil", "has `..`"],
    ["/tmp/evil", "is absolute"],
    ["a\0b", "holds a NUL"],
    [".loaded/app", "where only the proxy writes"],
    [".later/a", "where only the proxy writes"],
    ["run/server.sock", "where only the proxy writes"],
    ["./run", "where only the proxy writes"],
    ["home/a", "where only the proxy writes"],
  ])("%j is refused: it %s", (name, why) => {
    expect(() => entryPath(name, refuse)).toThrow(why);
  });
});

test("a link may lead into the root only", () => {
  expect(linkTarget("app/link", "../bin/ruby", "/tmp/mm", refuse)).toBe("../bin/ruby");
  expect(() => linkTarget("app/link", "/etc", "/tmp/mm", refuse)).toThrow(
    'refused the archive entry "app/link": it links to /etc, outside the root',
  );
});

test("a hard link may lead to a large file before it only", () => {
  const earlier = new Set(["gems/a.so"]);
  expect(hardLinkTarget("gems/b.so", "gems/a.so", earlier, refuse)).toBe("gems/a.so");
  for (const target of ["gems/c.so", "./gems/a.so", "../gems/a.so", "/gems/a.so", ""]) {
    expect(() => hardLinkTarget("gems/b.so", target, earlier, refuse)).toThrow(
      `refused the archive entry "gems/b.so": it is a hard link to ${target}, which is no large`,
    );
  }
});

test.each([
  ["a/b/c", "a/b"],
  ["a/b", "a"],
  ["a", ""],
  ["", ""],
])("the folder of %j is %j", (path, folder) => expect(parentOf(path)).toBe(folder));
