import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { MANIFEST_FILE, type Manifest } from "../../contract/manifest.ts";
import { sha256Base64 } from "../digest.ts";

export interface FunctionZip {
  readonly content: Uint8Array;
  /** As Lambda's `CodeSha256`. */
  readonly sha256: string;
}

/**
 * Makes the function's code: the proxy and the manifest. The same inputs give the same bytes.
 * @param runtimeDir folder of the built proxy, `dist/runtime`
 */
export async function functionZip(runtimeDir: string, manifest: Manifest): Promise<FunctionZip> {
  const proxy = await readFile(join(runtimeDir, "index.mjs"));
  // ZIP stores local time. Made from local parts, the date gives the same bytes in every time zone.
  const mtime = new Date(2020, 0, 1);
  const content = zipSync(
    {
      "index.mjs": proxy,
      [MANIFEST_FILE]: strToU8(JSON.stringify(manifest, null, 2)),
    },
    { level: 9, mtime },
  );
  return { content, sha256: sha256Base64(content) };
}
