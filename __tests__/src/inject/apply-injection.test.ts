import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { UserError } from "../../../src/errors.ts";
import { applyInjection } from "../../../src/inject/apply-injection.ts";
import type { Injection } from "../../../src/inject/injection.ts";
import { givenApp } from "./plan/given.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "megamode-apply-"));
  write("r/shop/config.ru", "run App\n");
  write("r/shop/Gemfile", "before\n");
  write("gem/lib/megamode.rb", "module Megamode; end\n");
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), text);
}

const staged = (path: string) => readFileSync(join(dir, "staged", path), "utf8");

const edit = { path: "Gemfile", before: "before\n", after: "after\n", reason: "" };

async function apply(more: Partial<Injection> = {}, globs = {}) {
  const injection: Injection = {
    edits: [edit],
    gem: { from: join(dir, "gem"), path: ".megamode/gem" },
    folders: [],
    repository: undefined,
    gemfile: "Gemfile",
    lockfile: "Gemfile.lock",
    missing: "nothing",
    repairsPrograms: true,
    requires: [],
    notices: [],
    ...more,
  };
  const app = givenApp({ dir: join(dir, "r/shop") });
  const all = { include: [], exclude: [], ...globs };
  return await applyInjection(app, injection, join(dir, "staged"), all);
}

describe("the staged app", () => {
  test("has the app's files, the edits, our gem and the folders; the checkout is as it was", async () => {
    write("r/shop/tmp/cache/x", "");
    const added = { path: ".megamode/deep/x", before: undefined, after: "new\n", reason: "" };
    const folders = ["tmp", "log/x"];
    const { dir: to, app } = await apply({ edits: [edit, added], folders, gemfile: "x/Gemfile" });
    expect(to).toBe(join(dir, "staged"));
    expect(app).toMatchObject({ gemfile: "x/Gemfile", lockfile: "Gemfile.lock" });
    expect([staged("config.ru"), staged("Gemfile"), staged(".megamode/deep/x")]).toEqual([
      "run App\n",
      "after\n",
      "new\n",
    ]);
    expect(staged(".megamode/gem/lib/megamode.rb")).toBe("module Megamode; end\n");
    expect([readdirSync(join(to, "tmp")), readdirSync(join(to, "log"))]).toEqual([[], ["x"]]);
    expect(readFileSync(join(dir, "r/shop/Gemfile"), "utf8")).toBe("before\n");
  });

  test("has times and modes that follow from what is in it", async () => {
    await apply();
    const facts = (path: string) => lstatSync(join(dir, "staged", path));
    expect(facts("Gemfile").mtimeMs % 1000).toBe(0);
    expect(facts(".megamode/gem").mtimeMs).toBe(facts(".megamode").mtimeMs);
  });

  test("has what is copied from outside of the app", async () => {
    write("r/lib/x.rb", "x\n");
    await apply({ repository: { top: join(dir, "r"), folders: [join(dir, "r/lib")], files: [] } });
    expect(staged(".megamode/repository/lib/x.rb")).toBe("x\n");
  });

  test("has a file in place of a link, and what the link points at as it was", async () => {
    rmSync(join(dir, "r/shop/Gemfile"));
    write("r/shop/Gemfile.real", "before\n");
    symlinkSync("Gemfile.real", join(dir, "r/shop/Gemfile"));
    await apply();
    expect([staged("Gemfile"), staged("Gemfile.real")]).toEqual(["after\n", "before\n"]);
    expect(lstatSync(join(dir, "staged/Gemfile")).isFile()).toBe(true);
  });

  test("cannot lack a file that is edited", async () => {
    const error = await apply({}, { exclude: ["Gemfile"] }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toBe("`Gemfile` is needed, but left out of the copy.");
  });

  test.each([
    ["another text", "other\n"],
    ["no such file", undefined],
  ])("is not made of a plan for an app that has %s", async (_, before) => {
    const edits = [{ ...edit, before }];
    const error = await apply({ edits }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toBe("`Gemfile` changed while it was copied.");
  });

  test("has nothing written to outside of it", async () => {
    const edits = [{ ...edit, path: "../elsewhere/x", before: undefined }];
    await expect(apply({ edits })).rejects.toThrow("`../elsewhere` has to be a folder of the app");
    expect(existsSync(join(dir, "elsewhere/x"))).toBe(false);
  });

  test.each<[string, (at: string) => void]>([
    ["a file", (at) => writeFileSync(at, "x")],
    ["a link to what is not copied", (at) => symlinkSync("tmp/storage", at)],
    ["a link to itself", (at) => symlinkSync("storage", at)],
  ])("needs a folder where the app has %s: an error that names it", async (_, make) => {
    write("r/shop/tmp/storage/x", "");
    make(join(dir, "r/shop/storage"));
    const error = await apply({ folders: ["storage"] }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toContain("`storage` has to be a folder of the app");
  });
});
