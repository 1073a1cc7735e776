import { expect, test } from "@jest/globals";
import { bundleDigest } from "../../../src/bundle/manifest.ts";
import { buildOnly } from "../../../src/commands/build-only.ts";
import { fakeBuildRoot } from "../../fakes/build-root.ts";
import { deployContext } from "./deploy-context.ts";
import { bundle } from "./release/bundle.ts";

const built = await bundle({ app: "first" });

test("a build without credentials is tried and told, and asks nothing of AWS", async () => {
  const root = fakeBuildRoot();
  const opened: string[] = [];
  const context = deployContext({});
  const openRoot = async (what: string) => {
    opened.push(what);
    return root;
  };
  await buildOnly({ ...context, openRoot }, async () => built);
  const { reporter, cloud } = context;
  const bytes = built.archives.reduce((sum, { ref }) => sum + ref.bytes, 0);
  expect(Object.fromEntries(reporter.outputs)).toEqual({
    "bundle-bytes": String(bytes),
    "bundle-digest": bundleDigest(built.manifest),
  });
  expect(reporter.notices).toEqual([expect.stringMatching(/^Built \(\d+ B\), not deployed: /)]);
  expect(reporter.summaries).toEqual([expect.stringMatching(/^Built .*no credentials\.\n\n.*\|/s)]);
  expect(opened).toEqual(["the build of /checkout"]);
  expect(root.asked).toEqual(["trial", "close"]);
  expect(cloud.calls).toEqual([]);
});

test("a build that fails gives up its root", async () => {
  const root = fakeBuildRoot();
  const context = { ...deployContext({}), openRoot: async () => root };
  const failing = buildOnly(context, () => Promise.reject(new Error("no Gemfile")));
  await expect(failing).rejects.toThrow("no Gemfile");
  expect(root.asked).toEqual(["close"]);
});
