import { readFileSync } from "node:fs";
import { join } from "node:path";
import { MANIFEST_FILE, type Manifest } from "../../../contract/manifest.ts";

/**
 * Reads the manifest that lies next to the proxy in the function zip.
 * @throws Error if it is missing, or has a schema that this proxy does not know
 */
export function readManifest(folder: string): Manifest {
  const path = join(folder, MANIFEST_FILE);
  const manifest = JSON.parse(readFileSync(path, "utf8")) as Manifest;
  if (manifest.schema !== 1) {
    throw new Error(`${path} has schema ${manifest.schema}, this proxy reads 1: deploy again`);
  }
  return manifest;
}
