import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { pieceKey } from "../../../../contract/manifest.ts";
import { earlierBuildsInBucket } from "../../../../src/commands/build/earlier-builds-in-bucket.ts";
import type { TrustLevel } from "../../../../src/inputs/trust.ts";
import { fakeBuildRoot } from "../../../fakes/build-root.ts";
import { fakeShell } from "../../../fakes/shell.ts";
import { cloudContext, type FakeContext } from "../cloud-context.ts";
import { earlierBuild, PACKAGED } from "./earlier.ts";

/** At a trust level, with every key that is asked for. */
function context(trust: TrustLevel) {
  const real = cloudContext({ app: "shop" });
  const asked: string[] = [];
  const { readJson } = real.cloud.store;
  const store = {
    ...real.cloud.store,
    readJson: (bucket: string, key: string) => {
      asked.push(`${bucket}/${key}`);
      return readJson(bucket, key);
    },
  };
  const inputs = { ...real.inputs, trust };
  return { ...real, inputs, cloud: { ...real.cloud, store }, asked } as FakeContext & {
    readonly asked: readonly string[];
  };
}

const BUCKET = "bundles";
const find = (from: FakeContext, root = fakeBuildRoot(fakeShell())) =>
  earlierBuildsInBucket(from, BUCKET).find("abc", root);
const key = (level: TrustLevel) => `shop/recipes/${level}/abc.json`;

/** Leaves what a build of that level left; its archives are the protected level's. */
async function leave({ cloud }: FakeContext, level: TrustLevel, change: object = {}) {
  const { ruby, archives } = await earlierBuild();
  await cloud.store.ensureBucket(BUCKET, () => {});
  for (const { ref, folder } of archives) {
    for (const piece of ref.pieces) {
      const file = join(folder, piece.sha256);
      await cloud.store.upload(BUCKET, pieceKey(ref, piece), file, piece.sha256);
    }
  }
  const recorded = archives.map(({ ref, parts }) => ({ ...ref, parts }));
  const record = { schema: 1, ruby, archives: recorded, ...change };
  await cloud.store.writeJson(BUCKET, key(level), JSON.parse(JSON.stringify(record)));
}

describe("earlier builds", () => {
  test.each([
    ["protected", ["protected"]],
    ["deployed", ["protected", "deployed"]],
    ["preview", ["protected", "deployed", "preview"]],
  ] as const)("for a `%s` stage are looked for at %j, in this order", async (trust, levels) => {
    const from = context(trust);
    expect(await find(from)).toBeUndefined();
    expect(from.asked).toEqual(levels.map((level) => `${BUCKET}/${key(level)}`));
  });

  test.each<[found: TrustLevel, by: TrustLevel, isUsed: boolean]>([
    ["protected", "protected", true],
    ["protected", "preview", true],
    ["deployed", "protected", false],
    ["deployed", "deployed", true],
    ["preview", "protected", false],
    ["preview", "deployed", false],
    ["preview", "preview", true],
  ])("of the level `%s` are used by `%s`: %s", async (level, trust, isUsed) => {
    const from = context(trust);
    await leave(from, level);
    expect((await find(from)) !== undefined).toBe(isUsed);
  });

  test("have their pieces fetched to the scratch folder", async () => {
    const from = context("protected");
    await leave(from, "protected");
    const root = fakeBuildRoot(fakeShell());
    const found = await find(from, root);
    expect(found?.ruby).toEqual(PACKAGED);
    expect(found?.archives[0]?.folder).toBe(join(root.scratch, "pieces"));
    await root.close();
  });

  test("whose record is none are passed over, with the reason, for those of the next level", async () => {
    const from = context("deployed");
    await leave(from, "deployed");
    await leave(from, "protected", { schema: 2 });
    expect((await find(from))?.ruby).toEqual(PACKAGED);
    expect(from.reporter.infos).toEqual([
      "The record `shop/recipes/protected/abc.json` is not used: it has another schema.",
    ]);
  });

  test("are none where the bucket cannot be asked; one line says why", async () => {
    const from = context("protected");
    from.cloud.store.readJson = async () => {
      throw new Error("AccessDenied\nat some place");
    };
    expect(await find(from)).toBeUndefined();
    expect(from.reporter.infos).toEqual([
      "Cannot look for an earlier build in the bucket: AccessDenied",
    ]);
  });
});
