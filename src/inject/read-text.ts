import { isUtf8 } from "node:buffer";
import { join } from "node:path";
import { UserError } from "../errors.ts";
import { readIfThere } from "../files.ts";

/**
 * Reads a text of the app.
 * @param path relative to the app
 * @returns undefined if there is no such file
 * @throws UserError for a file that Bundler could not read either
 */
export async function readText(appDir: string, path: string): Promise<string | undefined> {
  const bytes = await readIfThere(join(appDir, path));
  if (bytes === undefined || isUtf8(bytes)) return bytes?.toString();
  throw new UserError(
    `\`${path}\` is not UTF-8.`,
    "Save it as UTF-8, which is how Bundler reads it.",
  );
}
