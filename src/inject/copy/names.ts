import { isUtf8 } from "node:buffer";
import { type Dirent, readdirSync, readlinkSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../errors.ts";
import { type Doing, without } from "./file-problem.ts";
import { literalGlob } from "./include.ts";

/** What Node.js puts where bytes are no UTF-8. A name may have it by itself, too. */
const REPLACED = "\ufffd";

/** An entry of a folder, and the bytes of its name if they are no UTF-8: no call that takes a text can open it then. */
export type Named = Dirent & { readonly rawName?: Buffer };

/** Lists a folder. */
export async function listFolder(folder: string): Promise<readonly Named[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  if (!entries.some(({ name }) => name.includes(REPLACED))) return entries;
  const raw = readdirSync(folder, { encoding: "buffer" }).filter((name) => !isUtf8(name));
  return entries.map((entry) => {
    const rawName = raw.find((name) => name.toString() === entry.name);
    return rawName === undefined ? entry : Object.assign(entry, { rawName });
  });
}

/**
 * Makes the error for a name that is not UTF-8. This program and the proxy take names as texts, and could not open it.
 * @param folder that it lies in, relative to the app; empty for the app's own
 */
export function notUtf8(folder: string, rawName: Buffer, doing: Doing): UserError {
  const place = folder === "" ? "" : `${folder}/`;
  const glob = literalGlob(place + rawName.toString()).replaceAll(REPLACED, "?");
  return new UserError(
    `The name of \`${place}${readable(rawName)}\` is not UTF-8.`,
    folder.startsWith("gems/")
      ? "It belongs to a gem: use a version of the gem that has no such file."
      : `Give it a name in UTF-8 (\`git mv\`), or ${without(glob, doing)}.`,
  );
}

/**
 * Reads where a link points.
 * @param path relative to the folder
 * @throws UserError if that is not UTF-8
 */
export function readLink(folder: string, path: string, doing: Doing): string {
  const target = readlinkSync(join(folder, path), { encoding: "buffer" });
  if (isUtf8(target)) return target.toString();
  throw new UserError(
    `The link \`${path}\` points at \`${readable(target)}\`, which is not UTF-8.`,
    `Give what it points at a name in UTF-8, or ${without(literalGlob(path), doing)}.`,
  );
}

/** Writes the bytes that are not ASCII as `\xE9`. */
function readable(name: Buffer): string {
  return name
    .toString("latin1")
    .replace(
      /[^\x20-\x7e]/g,
      (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()}`,
    );
}
