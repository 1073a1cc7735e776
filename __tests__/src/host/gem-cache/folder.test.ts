import { homedir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { gemCacheFolder } from "../../../../src/host/gem-cache/folder.ts";

test("the folder of the gem cache is the user's, or where XDG says", () => {
  expect(gemCacheFolder({})).toBe(join(homedir(), ".cache/megamode-deploy/gems"));
  expect(gemCacheFolder({ XDG_CACHE_HOME: "/cache" })).toBe("/cache/megamode-deploy/gems");
});
