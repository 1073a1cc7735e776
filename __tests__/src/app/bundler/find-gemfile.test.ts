import { rmSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { findGemfile } from "../../../../src/app/bundler/find-gemfile.ts";
import { tree, writeTree } from "../../../tree.ts";

let dir: string;
beforeEach(() => {
  dir = tree({});
});

function write(...paths: string[]): void {
  writeTree(dir, Object.fromEntries(paths.map((path) => [path, ""])));
}

const find = async (named?: string) =>
  Object.values(await findGemfile(join(dir, "repo/apps/web"), named)).join(" ");

describe("the Gemfile", () => {
  test("is found where Bundler finds it: gems.rb first", async () => {
    write("repo/.git/config", "repo/apps/web/Gemfile", "repo/Gemfile");
    expect(await find()).toBe("Gemfile Gemfile.lock");
    write("repo/apps/web/gems.rb");
    expect(await find()).toBe("gems.rb gems.locked");
    write("repo/gems.rb");
    rmSync(join(dir, "repo/apps/web/gems.rb"));
    expect(await find()).toBe("Gemfile Gemfile.lock");
  });

  test("may lie above the app, up to the repository's top", async () => {
    write("repo/.git/config", "repo/apps/web/config.ru", "repo/Gemfile");
    expect(await find()).toBe("../../Gemfile ../../Gemfile.lock");
  });

  test("is not one above the repository, nor one above an app outside of any repository", async () => {
    write("repo/.git/config", "repo/apps/web/config.ru", "Gemfile");
    expect(await find()).toBe("Gemfile Gemfile.lock");
    rmSync(join(dir, "repo/.git"), { recursive: true });
    write("repo/Gemfile");
    expect(await find()).toBe("Gemfile Gemfile.lock");
  });

  test("is what BUNDLE_GEMFILE names, in the environment before `.bundle/config`", async () => {
    write("repo/apps/web/Gemfile");
    const config = '---\nBUNDLE_GEMFILE: "gemfiles/rails.gemfile"\nBUNDLE_PATH: "x"\n';
    writeTree(dir, { "repo/apps/web/.bundle/config": config });
    expect(await find()).toBe("gemfiles/rails.gemfile gemfiles/rails.gemfile.lock");
    expect(await find(join(dir, "repo/gems.rb"))).toBe("../../gems.rb ../../gems.locked");
    expect(await find(" ../x \n")).toBe("../x ../x.lock");
    expect(await find(" ")).toBe("gemfiles/rails.gemfile gemfiles/rails.gemfile.lock");
  });

  test("is searched for where `.bundle/config` names none", async () => {
    write("repo/apps/web/gems.rb");
    writeTree(dir, { "repo/apps/web/.bundle/config": '---\nBUNDLE_GEMFILE: ""\n' });
    expect(await find()).toBe("gems.rb gems.locked");
  });
});
