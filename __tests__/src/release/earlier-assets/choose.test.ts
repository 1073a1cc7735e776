import { describe, expect, test } from "@jest/globals";
import type { ArchiveRef } from "../../../../contract/manifest.ts";
import { chooseEarlierAssets } from "../../../../src/release/earlier-assets/choose.ts";

const ref = (name: ArchiveRef["name"], sha256: string): ArchiveRef => ({
  name,
  prefix: "shop/archives/",
  pieces: [{ sha256, bytes: 1, tarBytes: 3 }],
  bytes: 1,
  unpackedBytes: 2,
});
const app = ref("app", "a1");
const earlier = ref("assets", "e1");

describe("what becomes of the live release's assets", () => {
  test.each([
    ["nothing is live, or nothing is known of it", ["a", "b"], undefined, { kind: "none" }],
    ["neither has any", [], { own: [], app, earlier: undefined }, { kind: "none" }],
    ["the same assets", ["a", "b"], { own: ["a", "b"], app, earlier: undefined }, { kind: "none" }],
    [
      "the same assets, and a release before that had others",
      ["a", "b"],
      { own: ["a", "b"], app, earlier },
      { kind: "carry-over", archive: earlier },
    ],
    [
      "others: only what the live release had itself",
      ["a", "c"],
      { own: ["a", "b"], app, earlier },
      { kind: "collect", from: app, paths: ["b"] },
    ],
    [
      "more: one may be of the earlier ones",
      ["a", "c"],
      { own: ["a"], app, earlier },
      { kind: "none" },
    ],
    [
      "none any more",
      [],
      { own: ["a", "b"], app, earlier: undefined },
      { kind: "collect", from: app, paths: ["a", "b"] },
    ],
  ] as const)("%s", (_, own, live, choice) => {
    expect(chooseEarlierAssets(own, live)).toEqual(choice);
  });
});
