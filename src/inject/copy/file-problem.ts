import { UserError } from "../../errors.ts";
import { literalGlob } from "./include.ts";

/** What was done when a file could not be read. */
export type Doing = "copied" | "packed";

/** Says how to do without a file: what `build-command` made, no input leaves out. */
export function without(glob: string, doing: Doing): string {
  return doing === "copied"
    ? `leave it out with \`exclude: ${glob}\``
    : "let `build-command` remove it";
}

/** Makes the error for a file that did not stay as it was. */
export function changed(path: string, doing: Doing): UserError {
  return new UserError(
    `\`${path}\` changed while it was ${doing}.`,
    doing === "copied"
      ? "Something on this machine still writes into the app's folder: end it before this step (a server, a watcher), or leave the file out with `exclude`."
      : "Something that `build-command` started still writes there: let the command wait for its end.",
  );
}

/**
 * Explains why a file of the app could not be read, where its owner can do something about it.
 * @param path for the reader
 * @returns the error itself if it is of another kind
 */
export function explained(error: unknown, path: string, doing: Doing): unknown {
  switch ((error as NodeJS.ErrnoException | undefined)?.code) {
    case "ENOENT":
    case "ENOTDIR":
    case "EISDIR":
    case "EINVAL": // A link that is none any more.
    case "ESTALE":
      return changed(path, doing);
    case "EACCES":
    case "EPERM":
      return new UserError(
        `\`${path}\` cannot be read: it belongs to another user.`,
        `Give it to the job's user in the step that made it (what Docker writes belongs to root: \`sudo chown -R "$USER" .\`), or ${without(literalGlob(path), doing)}.`,
      );
    case "ENAMETOOLONG":
      return new UserError(
        `The path \`${path}\` is too long for this machine.`,
        "Shorten the names of its folders.",
      );
    case "ELOOP":
      return new UserError(
        `\`${path}\` leads through too many links.`,
        `Replace the link by what it points at, or ${without(literalGlob(path), doing)}.`,
      );
    default:
      return error;
  }
}
