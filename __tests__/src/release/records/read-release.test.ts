import { describe, expect, test } from "@jest/globals";
import type { ArchiveName } from "../../../../contract/manifest.ts";
import { readRelease } from "../../../../src/release/records/read-release.ts";

const ref = (name: ArchiveName, level = "deployed") => ({
  name,
  prefix: `shop/archives/${level}/${name}/`,
  pieces: [{ sha256: "a1".repeat(32), bytes: 1, tarBytes: 3 }],
  bytes: 1,
  unpackedBytes: 2,
});
const app = ref("app");
const earlier = ref("assets");
const own = ["app/public/assets/a-1.css", "app/public/assets/sub/.hidden"];
const record = { schema: 1, variables: ["STRIPE_KEY"], assets: own, archives: [app, earlier] };

const read = (change: object | undefined) =>
  readRelease(change && { ...record, ...change }, { app: "shop", trust: "deployed" });

describe("a release record", () => {
  test("tells the variables, the assets and the archives that hold them", () => {
    const assets = { own, app, earlier };
    expect(read({})).toEqual({ formerlySet: ["STRIPE_KEY"], assets, problems: [] });
  });

  test("needs no earlier assets", () => {
    const assets = { own, app, earlier: undefined };
    expect(read({ archives: [app] })).toMatchObject({ assets, problems: [] });
  });

  test("that is absent is read as empty, without a problem", () => {
    expect(read(undefined)).toEqual({ formerlySet: [], assets: undefined, problems: [] });
  });

  test.each([null, 1, "x", [], {}, { schema: 2 }])("of another form says nothing: %j", (value) => {
    const { formerlySet, assets, problems } = readRelease(value, { app: "shop", trust: "preview" });
    expect([formerlySet, assets, problems.length]).toEqual([[], undefined, 1]);
  });

  test.each<[string, unknown]>([
    ["no list", "STRIPE_KEY"],
    ["something else than names", ["A", 1]],
    ["what is no name", ["A B"]],
  ])("whose variables are %s has none", (_, variables) => {
    const { formerlySet, assets, problems } = read({ variables });
    expect(formerlySet).toEqual([]);
    expect(assets).toBeDefined();
    expect(problems).toEqual([expect.stringContaining("says of variables is not used")]);
  });

  test.each<[string, unknown]>([
    ["no list", undefined],
    ["no text", [1]],
    ["elsewhere in the app", ["app/config/database.yml"]],
    ["the folder itself", ["app/public/assets/"]],
    ["beside the folder", ["app/public/assets-of/a.css"]],
    ["above by `..`", ["app/public/assets/../../config/x"]],
    ["another spelling", ["app/public/assets//a.css"]],
    ["outside", ["/etc/passwd"]],
    ["a NUL", ["app/public/assets/a\0.css"]],
  ])("whose assets are %s has none", (_, assets) => {
    const said = read({ assets });
    expect(said.assets).toBeUndefined();
    expect(said.formerlySet).toEqual(["STRIPE_KEY"]);
    expect(said.problems).toEqual([expect.stringContaining("says of assets is not used")]);
  });

  const piece = app.pieces[0]!;
  test.each<[string, object]>([
    ["another app's", { prefix: "blog/archives/deployed/app/" }],
    ["of another archive", { prefix: "shop/archives/deployed/gems/" }],
    ["of a later level", { prefix: "shop/archives/preview/app/" }],
    ["of no level", { prefix: "shop/archives/" }],
    ["climbing", { prefix: "shop/archives/deployed/app/../../../x/" }],
    ["without pieces", { pieces: undefined }],
    ["of no piece", { pieces: [] }],
    ["with a path for a digest", { pieces: [{ ...piece, sha256: "../../x" }] }],
    ["with a digest in capitals", { pieces: [{ ...piece, sha256: "A1".repeat(32) }] }],
    ["with a huge piece", { pieces: [{ ...piece, bytes: 5e9 }] }],
    ["with a piece that unpacks to much", { pieces: [{ ...piece, tarBytes: 5e9 }] }],
    ["with a negative size", { pieces: [{ ...piece, bytes: -1 }] }],
    ["with a size in words", { pieces: [{ ...piece, tarBytes: "3" }] }],
    ["with one piece that is not one", { pieces: [piece, null] }],
    ["of no size", { unpackedBytes: undefined }],
    ["larger than Lambda", { unpackedBytes: 1e12 }],
  ])("whose archive is %s has no assets, and says why", (_, change) => {
    const { assets, problems } = read({ archives: [{ ...app, ...change }] });
    expect(assets).toBeUndefined();
    expect(problems).toEqual([expect.stringContaining("says of the archive `app` is not used: ")]);
  });

  test("whose archive of earlier assets is foreign has the app's own all the same", () => {
    const archives = [app, { ...earlier, prefix: "shop/archives/preview/assets/" }];
    const { assets, problems } = read({ archives });
    expect(assets).toEqual({ own, app, earlier: undefined });
    expect(problems).toHaveLength(1);
  });

  test("may name archives of its own level and of those before it", () => {
    const archives = [ref("app", "protected")];
    expect(read({ archives }).assets?.app.prefix).toBe("shop/archives/protected/app/");
  });
});
