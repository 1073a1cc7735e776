import { describe, expect, test } from "@jest/globals";
import { pieceKey } from "../../../../contract/manifest.ts";
import type { Built } from "../../../../src/bundle/built.ts";
import type { FakeCloud } from "../../../fakes/cloud.ts";
import { BUCKET } from "../../../fakes/stage.ts";
import { type DeployContext, deployContext } from "../deploy-context.ts";
import { bundle } from "./bundle.ts";
import { deployBuilt, readObject } from "./deploy-built.ts";

const CSS = { "app/public/assets/old-1.css": "body {}" };
const JS = { "app/public/assets/new-2.js": "1" };
const withCss = await bundle({ app: "first", assets: CSS });
const withJs = await bundle({ app: "second", assets: JS });
const given = { "prewarm-rate": "off" };

/** Deploys one build after another. @returns the context of the last one */
async function deployAll(cloud: FakeCloud, ...builds: readonly Built[]): Promise<DeployContext> {
  let context = deployContext(given, cloud);
  for (const built of builds) {
    context = deployContext(given, cloud);
    await deployBuilt(context, built);
  }
  return context;
}

/** Names of the archives that a version's record names. */
function archivesOf(cloud: FakeCloud, version: string): readonly string[] {
  const record = readObject(cloud, `shop/production/releases/${version}.json`);
  const { archives } = record as { archives: readonly { name: string }[] };
  return archives.map(({ name }) => name);
}

describe("assets of the live release", () => {
  test("that the new one lacks are packed, uploaded and named by it", async () => {
    const { cloud } = deployContext(given);
    const { reporter } = await deployAll(cloud, withCss, withJs);
    expect(archivesOf(cloud, "1")).toEqual(["ruby", "gems", "app"]);
    expect(archivesOf(cloud, "2")).toEqual(["ruby", "gems", "app", "assets"]);
    expect(reporter.infos).toContainEqual(
      expect.stringMatching(/^1 files that this release lacks: /),
    );
    expect(reporter.infos).toContainEqual(expect.stringMatching(/^assets: .* uploaded$/));
  });

  test("stay while the assets are the same, so that such a deploy changes nothing", async () => {
    const { cloud } = deployContext(given);
    await deployAll(cloud, withCss, withJs);
    const { changes } = await deployBuilt(deployContext(given, cloud), withJs);
    expect(changes).toEqual([]);
    const code = await bundle({ app: "third", assets: JS });
    const { reporter } = await deployAll(cloud, code);
    expect(archivesOf(cloud, "3")).toEqual(["ruby", "gems", "app", "assets"]);
    expect(reporter.groups).not.toContain("Keep assets of the live release");
  });

  test("are none where the new release has them all", async () => {
    const { cloud } = deployContext(given);
    const { reporter } = await deployAll(
      cloud,
      withCss,
      await bundle({ app: "second", assets: { ...CSS, ...JS } }),
    );
    expect(archivesOf(cloud, "2")).toEqual(["ruby", "gems", "app"]);
    expect(reporter.groups).not.toContain("Keep assets of the live release");
  });

  test.each([
    ["production", "preview", "app.prefix is none of"],
    // Its role does not read the assets of deployed stages.
    ["pr-12", "deployed", "another trust level"],
  ])(
    "of %s that lie at the level `%s` are a warning, and are neither fetched nor named",
    async (stage, level, said) => {
      const of = { ...given, stage };
      const { cloud } = deployContext(of);
      await deployBuilt(deployContext(of, cloud), withCss);
      const objects = cloud.state.buckets.get(BUCKET)!;
      const key = `shop/${stage}/releases/1.json`;
      const record = objects.get(key)!.toString();
      objects.set(key, Buffer.from(record.replaceAll("archives/protected/", `archives/${level}/`)));
      cloud.calls.length = 0;
      const context = deployContext(of, cloud);
      await deployBuilt(context, withJs);
      expect(context.reporter.warnings).toEqual([expect.stringContaining(said)]);
      expect(cloud.calls.filter(({ method }) => method === "store.download")).toEqual([]);
      const { archives } = readObject(cloud, `shop/${stage}/releases/2.json`) as {
        archives: object[];
      };
      expect(archives).toEqual(withJs.manifest.archives);
    },
  );

  test("that are gone from the bucket are a warning, and the release goes on without", async () => {
    const { cloud } = deployContext(given);
    await deployAll(cloud, withCss);
    const { ref } = withCss.archives[2]!;
    cloud.state.buckets.get(BUCKET)?.delete(pieceKey(ref, ref.pieces[0]!));
    const { reporter } = await deployAll(cloud, withJs);
    expect(reporter.warnings).toEqual([
      expect.stringMatching(
        /^Pages that are open now may lose their assets: .* is gone, or has another size\.$/,
      ),
    ]);
    expect(archivesOf(cloud, "2")).toEqual(["ruby", "gems", "app"]);
  });

  test("are none if somebody planted the live release's record, and a warning says so", async () => {
    const { cloud } = deployContext(given);
    await deployAll(cloud, withCss);
    const key = "shop/production/releases/1.json";
    const record = readObject(cloud, key) as { archives: readonly { name: string }[] };
    const archives = record.archives.map((ref) =>
      ref.name === "app" ? { ...ref, prefix: "shop/archives/preview/app/" } : ref,
    );
    await cloud.store.writeJson(BUCKET, key, { ...record, archives });
    const { reporter } = await deployAll(cloud, withJs);
    expect(reporter.warnings).toEqual([
      expect.stringContaining("of the archive `app` is not used: app.prefix is none of"),
    ]);
    expect(archivesOf(cloud, "2")).toEqual(["ruby", "gems", "app"]);
  });
});
