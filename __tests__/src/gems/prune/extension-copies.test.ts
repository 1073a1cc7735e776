import { relative } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { uselessExtensionFiles } from "../../../../src/gems/prune/extension-copies.ts";
import { tree } from "../../../tree.ts";

const BUILT = "extensions/x86_64-linux/3.1.0/a-1";

async function useless(files: Readonly<Record<string, string>>, whole: readonly string[] = []) {
  const top = tree(files);
  const found = await uselessExtensionFiles(top, "x86_64-linux", whole);
  return found.map((path) => relative(top, path));
}

describe("of an extension that is installed twice", () => {
  test("the copy can go", async () => {
    expect(
      await useless({
        [`${BUILT}/a/a.so`]: "code",
        [`${BUILT}/gem.build_complete`]: "",
        "gems/a-1/lib/a/a.so": "code",
      }),
    ).toEqual([`${BUILT}/a/a.so`]);
  });

  test("the copy can go where the gem is loaded from another folder", async () => {
    const files = {
      "specifications/a-1.gemspec": 's.require_paths = ["ext".freeze, "lib".freeze]',
      [`${BUILT}/a.so`]: "code",
    };
    expect(await useless({ ...files, "gems/a-1/ext/a.so": "code" })).toEqual([`${BUILT}/a.so`]);
    expect(await useless({ ...files, "gems/a-1/lib/a.so": "code" })).toEqual([]);
  });

  test("one that differs stays, as does one that is there alone", async () => {
    expect(await useless({ [`${BUILT}/a.so`]: "code", "gems/a-1/lib/a.so": "other" })).toEqual([]);
    expect(await useless({ [`${BUILT}/a.so`]: "code" })).toEqual([]);
  });

  test("headers can go, and what is neither stays", async () => {
    expect(await useless({ [`${BUILT}/a.h`]: "", [`${BUILT}/a.rb`]: "" })).toEqual([
      `${BUILT}/a.h`,
    ]);
  });

  test("nothing can go of a gem that is packed whole", async () => {
    const files = {
      [`${BUILT}/a.so`]: "code",
      "gems/a-1/lib/a.so": "code",
      [`${BUILT}/a.h`]: "",
    };
    expect(await useless(files, ["a"])).toEqual([]);
    expect(await useless(files, ["b"])).toHaveLength(2);
  });
});
