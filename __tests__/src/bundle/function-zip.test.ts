import { expect, test } from "@jest/globals";
import { strFromU8, unzipSync } from "fflate";
import { functionZip } from "../../../src/bundle/function-zip.ts";
import { createManifest } from "../../../src/bundle/manifest.ts";
import { sha256Base64 } from "../../../src/digest.ts";
import { tree } from "../../tree.ts";

const manifest = createManifest({
  archives: [],
  server: { argv: ["ruby"], cwd: "/tmp/mm/app", env: {}, defaults: {} },
  label: "Rack",
  healthCheck: { path: "/up" },
});

test("the function's code is the proxy and the manifest, the same bytes each time", async () => {
  const runtimeDir = tree({ "index.mjs": "export {};", "other.mjs": "" });
  const { content, sha256 } = await functionZip(runtimeDir, manifest);
  const files = Object.entries(unzipSync(content)).map(([name, bytes]) => [name, strFromU8(bytes)]);
  expect(files.map(([name]) => name)).toEqual(["index.mjs", "manifest.json"]);
  expect(files[0]?.[1]).toBe("export {};");
  expect(JSON.parse(files[1]?.[1] ?? "")).toEqual(manifest);
  expect(sha256).toBe(sha256Base64(content));
  expect((await functionZip(runtimeDir, manifest)).sha256).toBe(sha256);
});
