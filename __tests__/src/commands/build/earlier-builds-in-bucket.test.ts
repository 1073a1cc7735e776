import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { earlierBuildsInBucket } from "../../../../src/commands/build/earlier-builds-in-bucket.ts";
import { fakeBuildRoot } from "../../../fakes/build-root.ts";
import { fakeShell } from "../../../fakes/shell.ts";
import { cloudContext, type FakeContext } from "../cloud-context.ts";
import { PACKAGED } from "./earlier.ts";

const context = (given: Readonly<Record<string, string>> = {}, asked: string[] = []) => {
  const real = cloudContext({ app: "shop", ...given });
  const store = {
    ...real.cloud.store,
    async readJson(bucket: string, key: string) {
      asked.push(`${bucket}/${key}`);
      return { schema: 1, ruby: PACKAGED, archives: [] };
    },
  };
  return { ...real, cloud: { ...real.cloud, store } } as FakeContext;
};

const find = (from: FakeContext) =>
  earlierBuildsInBucket(from).find("abc", fakeBuildRoot(fakeShell()));

describe("earlier builds", () => {
  test.each([
    [{}, "megamode-123456789012-eu-west-1/shop/recipes/abc.json"],
    [{ bucket: "own" }, "own/shop/recipes/abc.json"],
  ])("are looked for in the stage's bucket: with %j in %s", async (given, place) => {
    const asked: string[] = [];
    expect(await find(context(given, asked))).toEqual({ ruby: PACKAGED, archives: [] });
    expect(asked).toEqual([place]);
  });

  test("are none where the bucket cannot be asked; one line says why", async () => {
    const from = context();
    from.cloud.roles.identity = async () => {
      throw new Error("AccessDenied\nat some place");
    };
    expect(await find(from)).toBeUndefined();
    expect(from.reporter.infos).toEqual([
      "Cannot look for an earlier build in the bucket: AccessDenied",
    ]);
  });

  test("have their pieces fetched to the scratch folder", async () => {
    const from = context();
    const root = fakeBuildRoot(fakeShell());
    const sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; // of `abc`
    const ref = { name: "gems", prefix: "shop/archives/", bytes: 3, unpackedBytes: 3 } as const;
    const archives = [{ ...ref, pieces: [{ sha256, bytes: 3, tarBytes: 3 }], parts: [] }];
    from.cloud.store.readJson = async () => ({ schema: 1, ruby: PACKAGED, archives });
    from.cloud.store.download = async (_bucket, _key, file) => {
      writeFileSync(file, "abc");
      return true;
    };
    const found = await earlierBuildsInBucket(from).find("abc", root);
    expect(found?.archives[0]?.folder).toBe(join(root.scratch, "pieces"));
    await root.close();
  });
});
