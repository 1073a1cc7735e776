import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../errors.ts";

/**
 * Reads a manifest of the asset pipeline, which the checkout may have brought.
 * @param folder `public/assets`, absolute
 * @throws UserError if it is not JSON
 */
export async function readAssetsManifest(folder: string, name: string): Promise<unknown> {
  const text = await readFile(join(folder, name), "utf8");
  try {
    return JSON.parse(text);
  } catch {
    // The parser would quote the file.
    throw new UserError(
      `\`public/assets/${name}\`, which lists the app's assets, is not JSON.`,
      "If it lies in the checkout, remove it: `build-command` writes it anew.",
    );
  }
}
