import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { findGemfile } from "../../../../src/app/bundler/find-gemfile.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "megamode-find-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function write(...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), "");
  }
}

const find = async (named?: string) =>
  Object.values(await findGemfile(join(dir, "repo/apps/web"), named)).join(" ");

describe("the Gemfile", () => {
  test("is found where Bundler finds it: gems.rb first", async () => {
    write("repo/.git/config", "repo/apps/web/Gemfile", "repo/Gemfile");
    expect(await find()).toBe("Gemfile Gemfile.lock");
    write("repo/apps/web/gems.rb");
    expect(await find()).toBe("gems.rb gems.locked");
  });

  test("may lie above the app, up to the repository's top", async () => {
    write("repo/.git/config", "repo/apps/web/config.ru", "repo/Gemfile");
    expect(await find()).toBe("../../Gemfile ../../Gemfile.lock");
  });

  test("is none of what lies above the repository, or above an app that is in none", async () => {
    write("repo/.git/config", "repo/apps/web/config.ru", "Gemfile");
    expect(await find()).toBe("Gemfile Gemfile.lock");
    rmSync(join(dir, "repo/.git"), { recursive: true });
    write("repo/Gemfile");
    expect(await find()).toBe("Gemfile Gemfile.lock");
  });

  test("is what BUNDLE_GEMFILE names, in the environment before `.bundle/config`", async () => {
    write("repo/apps/web/Gemfile");
    mkdirSync(join(dir, "repo/apps/web/.bundle"));
    const config = '---\nBUNDLE_GEMFILE: "gemfiles/rails.gemfile"\nBUNDLE_PATH: "x"\n';
    writeFileSync(join(dir, "repo/apps/web/.bundle/config"), config);
    expect(await find()).toBe("gemfiles/rails.gemfile gemfiles/rails.gemfile.lock");
    expect(await find(join(dir, "repo/gems.rb"))).toBe("../../gems.rb ../../gems.locked");
    expect(await find("")).toBe("gemfiles/rails.gemfile gemfiles/rails.gemfile.lock");
  });
});
