import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { checkoutOf, injectAndPatch } from "../../src/inject/patched.ts";

const project = resolve(import.meta.dirname, "../../..");
const apps = ["examples", "__tests__/fixtures/apps"].flatMap((folder) =>
  readdirSync(join(project, folder))
    .filter((name) => existsSync(join(project, folder, name, "config.ru")))
    .map((name) => `${folder}/${name}`),
);

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "megamode-patch-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** @returns with the checkout, before and after */
async function inject(appDir: string, checkout: string) {
  const before = checkoutOf(checkout);
  const result = await injectAndPatch(appDir, dir);
  return { ...result, checkouts: [before, checkoutOf(checkout)] };
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), text);
}

describe("the diff, applied by patch to the copied files, gives the staged app; the checkout stays as it is", () => {
  test.each(apps)("%s", async (app) => {
    cpSync(join(project, app), join(dir, "checkout"), { recursive: true });
    const { staged, patched, checkouts } = await inject(
      join(dir, "checkout"),
      join(dir, "checkout"),
    );
    expect(patched).toBe(staged);
    expect(staged).toContain("./.megamode/config.ru");
    expect(checkouts[1]).toBe(checkouts[0]);
  });

  test("a Gemfile with a byte order mark, CRLF and no final newline", async () => {
    write("checkout/config.ru", "run App\r\n");
    write("checkout/Gemfile", '\uFEFFsource "https://rubygems.org"\r\nruby "3.3.0"\r\ngem "puma"');
    const { staged, patched } = await inject(join(dir, "checkout"), join(dir, "checkout"));
    expect(patched).toBe(staged);
  });

  test("an app in a monorepo, with what its bundle takes from outside", async () => {
    write("checkout/Gemfile.common", 'ruby "3.3.0"\n');
    write("checkout/engines/shop/shop.gemspec", "Gem::Specification.new\n");
    write("checkout/engines/shop/.env", "SECRET=1\n");
    write("checkout/apps/web/config.ru", "run App\n");
    write("checkout/apps/web/engines/own/own.gemspec", "Gem::Specification.new\n");
    write(
      "checkout/apps/web/Gemfile",
      'ruby "3.3.0"\neval_gemfile "../../Gemfile.common"\ngem "shop", path: "../../engines/shop"\ngem "puma"\n',
    );
    const { staged, patched, checkouts, injection } = await inject(
      join(dir, "checkout/apps/web"),
      join(dir, "checkout"),
    );
    expect(patched).toBe(staged);
    expect(checkouts[1]).toBe(checkouts[0]);
    expect(injection.edits.map(({ path }) => path).slice(0, 2)).toEqual([
      "Gemfile",
      ".megamode/repository/Gemfile.common",
    ]);
    expect(injection.gemfile).toBe(".megamode/repository/apps/web/Gemfile");
    expect(staged).toContain("./.megamode/repository/apps/web l 777 ../../..\n");
    expect(staged).toContain("./.megamode/repository/engines/shop/shop.gemspec");
    expect(staged).not.toContain(".env");
  });
});
