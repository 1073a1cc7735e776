import { expect, test } from "@jest/globals";
import { noGemCache } from "../../../src/ports/gem-cache.ts";

test("no cache finds nothing, and saving to it is no failure", async () => {
  expect(await noGemCache.restore("key", "/dir")).toBe(false);
  expect(await noGemCache.save("key", "/dir")).toBe(true);
  await noGemCache.discard("key");
});
