import { lstat, readlink } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { UserError } from "../../errors.ts";
import { isInside } from "../../paths.ts";
import { explained } from "./file-problem.ts";
import { literalGlob } from "./include.ts";
import { readLink } from "./names.ts";

/** The kernel follows no more than these, and fails with ELOOP. */
const MOST_LINKS = 40;

/**
 * Decides where the staged copy of a link points: its text is kept if it stays in the app all the way; otherwise it
 * becomes a relative one to the same place.
 * @param root the app's real path
 * @param path the link, relative to it
 * @throws UserError if the link leads out of the app: only files of the app may be packed
 */
export async function stagedLink(root: string, path: string): Promise<string> {
  const text = textOf(root, path);
  const { target, stayed } = await follow(root, path, text);
  if (!isInside(root, target)) {
    throw new UserError(
      `The link \`${path}\` leaves the app: it points at \`${text}\`.`,
      `Replace it with what it points at, or leave it out with \`exclude: ${literalGlob(path)}\`.`,
    );
  }
  return stayed ? text : relative(dirname(join(root, path)), target) || ".";
}

function textOf(root: string, path: string): string {
  try {
    return readLink(root, path, "copied");
  } catch (error) {
    throw explained(error, path, "copied");
  }
}

/**
 * Walks to a link's end name by name, as the kernel does, so that a `..` after a linked folder starts from where
 * that folder really lies. Names that do not exist are walked as they are written.
 */
async function follow(root: string, path: string, text: string) {
  let at = dirname(join(root, path));
  let stayed = !isAbsolute(text);
  const ahead = text.split(sep);
  if (isAbsolute(text)) at = sep;
  for (let links = 0; ahead.length > 0; ) {
    const next = resolve(at, ahead.shift()!);
    const stat = await lstat(next).catch(() => undefined);
    if (stat?.isSymbolicLink()) {
      links += 1;
      if (links > MOST_LINKS) break;
      const inner = await readlink(next);
      ahead.unshift(...inner.split(sep));
      if (isAbsolute(inner)) at = sep;
    } else {
      at = next;
    }
    stayed &&= isInside(root, at);
  }
  return { target: at, stayed };
}
