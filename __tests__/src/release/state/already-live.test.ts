import { expect, test } from "@jest/globals";
import { bundleDigest, createManifest } from "../../../../src/bundle/manifest.ts";
import type { ObservedFunction } from "../../../../src/ports/functions.ts";
import { isLive } from "../../../../src/release/state/already-live.ts";

const manifest = createManifest({
  archives: [],
  server: { argv: ["ruby"], cwd: "/", env: {}, defaults: {} },
  label: "Rack",
  healthCheckPath: "/",
});
const live = (variables: Record<string, string>, formerlySet: string[] = []) => ({
  formerlySet,
  live: {
    ...({ arn: "", codeSha256: "", settings: {}, tags: {} } satisfies Omit<
      ObservedFunction,
      "variables"
    >),
    ...{ variables, version: "7" },
  },
});
const same = { MEGAMODE_RELEASE: bundleDigest(manifest), GREETING: "hello", BY_HAND: "1" };

test("the live version is this bundle where its digest and the given variables are the same", () => {
  expect(isLive(manifest, { GREETING: "hello" }, live(same))).toBe(true);
  expect(isLive(manifest, { GREETING: "goodbye" }, live(same))).toBe(false);
  expect(isLive(manifest, { NEW: "" }, live(same))).toBe(false);
  // What an earlier release was given and this one is not goes.
  expect(isLive(manifest, {}, live(same, ["GREETING"]))).toBe(false);
  expect(isLive(manifest, {}, live({ ...same, MEGAMODE_RELEASE: "another" }))).toBe(false);
  expect(isLive(manifest, {}, { live: undefined, formerlySet: [] })).toBe(false);
});
