import { describe, expect, test } from "@jest/globals";
import type { ArchiveName, ArchiveRef } from "../../../contract/manifest.ts";
import type { Built } from "../../../src/bundle/built.ts";
import type { ReleaseResult } from "../../../src/release/release-result.ts";
import { OUTPUT_NAMES, renderOutputs } from "../../../src/report/outputs.ts";

const archive = (name: ArchiveName, bytes: number): ArchiveRef => ({
  name,
  prefix: "shop/archives/",
  pieces: [],
  bytes,
  unpackedBytes: bytes * 4,
});
const [ruby, app] = [archive("ruby", 500), archive("app", 20)];
const built: Pick<Built, "archives"> = {
  archives: [ruby, app].map((ref) => ({ ref, folder: "/", parts: [] })),
};
const coldStart = { fetchMs: 1, unpackMs: 2, bootMs: 3, totalMs: 7 };
const released: ReleaseResult = {
  url: "https://x.example/production",
  functionName: "shop-production",
  version: "8",
  previousVersion: "7",
  changes: [{ kind: "update-function" }],
  uploaded: [
    { ref: app, bytes: 15 },
    { ref: archive("assets", 9), bytes: 9 },
  ],
  bundleDigest: "digest",
  coldStart,
  answer: { status: 200, milliseconds: 12 },
};

describe("the outputs", () => {
  test("of a release are all that it came to", () => {
    const { report, ...outputs } = renderOutputs("production", built, released);
    expect(outputs).toEqual({
      url: "https://x.example/production",
      stage: "production",
      "function-name": "shop-production",
      version: "8",
      "previous-version": "7",
      "bundle-digest": "digest",
      "bundle-bytes": "520",
      "uploaded-bytes": "24",
      "cold-start-ms": "7",
      changed: "true",
    });
    expect(JSON.parse(report)).toEqual({
      archives: [
        { name: "ruby", bytes: 500, uploaded: false },
        { name: "app", bytes: 20, uploaded: true },
      ],
      coldStart,
      status: 200,
      warmMs: 12,
    });
  });

  test("of a deploy that changed nothing are empty where there is nothing to say", () => {
    const outputs = renderOutputs("production", built, {
      ...released,
      previousVersion: undefined,
      changes: [],
      uploaded: [],
      coldStart: undefined,
    });
    expect(outputs).toMatchObject({
      "previous-version": "",
      "uploaded-bytes": "0",
      "cold-start-ms": "",
      changed: "false",
    });
    expect(JSON.parse(outputs.report)).toMatchObject({ coldStart: null });
  });

  test("have a value each, but for the command, which is told before", () => {
    expect(
      [...Object.keys(renderOutputs("production", built, released)), "command"].sort(),
    ).toEqual([...OUTPUT_NAMES].sort());
  });
});
