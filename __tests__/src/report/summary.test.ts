import { describe, expect, test } from "@jest/globals";
import type { ArchiveName, ArchiveRef } from "../../../contract/manifest.ts";
import type { ReleaseResult } from "../../../src/release/release-result.ts";
import { renderSummary } from "../../../src/report/summary.ts";

const archive = (name: ArchiveName, bytes: number): ArchiveRef => ({
  name,
  prefix: "shop/archives/",
  pieces: [{ sha256: name, bytes, tarBytes: bytes * 4 }],
  bytes,
  unpackedBytes: bytes * 4,
});
const [ruby, app] = [archive("ruby", 5 * 1024 * 1024), archive("app", 2048)];
const built = {
  archives: [ruby, app].map((ref) => ({
    ref,
    folder: `/backing/${ref.name}`,
    parts: [{ kind: "data" as const, name: `of ${ref.name}`, bytes: ref.unpackedBytes }],
  })),
  injectionDiff: "--- Gemfile\n+++ Gemfile\n-ruby '3.4'\n+# ruby '3.4'\n",
  describes: "Ruby 3.4.1, Rails 7.2.2, Puma 6.6.0.",
};
const released: ReleaseResult = {
  url: "https://x.execute-api.eu-west-1.amazonaws.com/production",
  functionName: "shop-production",
  version: "8",
  previousVersion: "7",
  changes: [],
  uploaded: [],
  bundleDigest: "digest",
  coldStart: undefined,
  answer: { status: 200, milliseconds: 12 },
};
const summary = (more: Partial<ReleaseResult> = {}, of = built) =>
  renderSummary("production", of, { ...released, ...more });

describe("the summary", () => {
  test("counts what was left out by its kinds, and shows no path", () => {
    const spec = { path: "spec/x|y", kind: "spec/", files: 30, bytes: 2048 };
    const text = summary({}, { ...built, leftOut: [spec] } as typeof built);
    expect(text).toMatch(/^Left out 30 files: spec\/ \(30 files, 2\.0 KB\)\./m);
    expect(text).not.toContain("x|y");
    expect(summary()).not.toContain("Left out");
  });

  test("begins with the URL", () => {
    expect(summary().split("\n")[0]).toBe(`## [${released.url}](${released.url})`);
  });

  test("names the API behind a CDN, which is the CDN's origin", () => {
    const text = summary({ url: "https://www.example.com", apiUrl: released.url });
    expect(text.split("\n")[0]).toBe("## [https://www.example.com](https://www.example.com)");
    expect(text).toContain(`The API behind it: [${released.url}](${released.url})`);
    expect(summary()).not.toContain("The API behind it");
  });

  test("says what of the archives was uploaded, and their sizes", () => {
    const text = summary({ uploaded: [{ ref: app, bytes: 1024 }] });
    expect(text).toContain("| ruby | 5.0 MB | 20.0 MB | no, unchanged |");
    expect(text).toContain("| app | 2.0 KB | 8.0 KB | 1.0 KB |");
  });

  test("lists an archive that the release made", () => {
    const assets = archive("assets", 1024);
    expect(summary({ uploaded: [{ ref: assets, bytes: 1024 }] })).toContain(
      "| assets | 1.0 KB | 4.0 KB | 1.0 KB |",
    );
  });

  test("shows a cold start where there was one", () => {
    const coldStart = { fetchMs: 100, unpackMs: 100, bootMs: 800, totalMs: 1000 };
    expect(summary({ coldStart })).toContain("Cold start: 1.0 s\n\n```text\nfetch   ████ ");
    expect(summary()).not.toContain("Cold start");
  });

  test("says that nothing had to change", () => {
    expect(summary()).toContain("Nothing had to change: version 8 serves. Ruby 3.4.1");
    expect(summary({ changes: [{ kind: "update-function" }] })).toContain(
      "Stage `production`, function `shop-production`. Version 8 serves. Ruby 3.4.1",
    );
  });

  test("shows the largest parts, folded", () => {
    expect(summary()).toMatch(/<details>.*largest parts[\s\S]*\| data \| of ruby \| 20\.0 MB \|/);
  });

  test("folds what was injected, whatever the diff contains", () => {
    const fences = "+```ruby\n+````\n";
    const text = summary({}, { ...built, injectionDiff: fences });
    expect(text).toContain(
      `<details><summary>What was injected into the copy of the app</summary>`,
    );
    expect(text).toContain(`\`\`\`\`\`diff\n${fences}\`\`\`\`\`\n\n</details>`);
  });
});
