import { describe, expect, test } from "@jest/globals";
import { bundleDigest, createManifest } from "../../../../src/bundle/manifest.ts";
import { isLive } from "../../../../src/release/state/already-live.ts";

const manifest = createManifest({
  archives: [],
  server: { argv: ["ruby"], cwd: "/", env: {}, defaults: {} },
  label: "Rack",
  healthCheck: { path: "/" },
});
const live = (
  variables: Readonly<Record<string, string>>,
  formerlySet: readonly string[] = [],
) => ({
  formerlySet,
  live: { arn: "", codeSha256: "", settings: {}, tags: {}, variables, version: "7" },
});
const same = {
  MEGAMODE_RELEASE: bundleDigest(manifest),
  GREETING: "hello",
  NAME: "shop",
  BY_HAND: "1",
};

describe("the live version", () => {
  test.each([
    ["it has the bundle and no variable is given", {}, live(same)],
    ["it has the bundle and the given variables", { GREETING: "hello" }, live(same)],
    ["what was set formerly is given again", { NAME: "shop" }, live(same, ["NAME"])],
  ])("is up to date where %s", (_, environment, observed) =>
    expect(isLive(manifest, environment, observed)).toBe(true),
  );

  test.each([
    ["nothing is live", {}, { live: undefined, formerlySet: [] }],
    ["it has another bundle", {}, live({ ...same, MEGAMODE_RELEASE: "another" })],
    ["one of the variables has another value", { NAME: "shop", GREETING: "bye" }, live(same)],
    ["one of the variables is new", { NEW: "" }, live(same)],
    ["one set formerly is gone", { NAME: "shop" }, live(same, ["NAME", "GREETING"])],
  ])("is not where %s", (_, environment, observed) =>
    expect(isLive(manifest, environment, observed)).toBe(false),
  );
});
