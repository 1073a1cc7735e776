import { emptySubmodules } from "../../app/submodules.ts";
import type { Copied } from "../../inject/copy/copy.ts";
import { SUBMODULE } from "../../inject/left-out/advice.ts";
import { type LeftOut, renderLeftOut } from "../../inject/left-out/left-out.ts";
import type { Reporter } from "../../ports/reporter.ts";

/** Files that a warning names. */
const SHOWN = 5;

/**
 * Says what of the checkout does not travel, and what a checkout without its large files or submodules lacks.
 * @param dir the app's folder in the checkout
 * @returns what an error may have to explain later
 */
export async function reportCopied(
  reporter: Pick<Reporter, "info" | "warning">,
  dir: string,
  { leftOut, pointers }: Copied,
): Promise<readonly LeftOut[]> {
  const said = renderLeftOut(leftOut);
  if (said !== undefined) reporter.info(said);
  const warning = lfsWarning(pointers.filter((path) => !/(^|\/)node_modules\//.test(path)));
  if (warning !== undefined) reporter.warning(warning);
  const submodules = await emptySubmodules(dir);
  if (submodules.length > 0) {
    reporter.warning(
      `Submodules that are not checked out: ${list(submodules)}. If the app needs them, add \`with: { submodules: true }\` to \`actions/checkout\`.`,
    );
  }
  return [...submodules.map((path) => ({ path, kind: SUBMODULE, files: 0, bytes: 0 })), ...leftOut];
}

/** Warns of pointers that would be served in place of what they stand for; undefined if there is none. */
export function lfsWarning(pointers: readonly string[]): string | undefined {
  if (pointers.length === 0) return undefined;
  const [what, served] =
    pointers.length === 1
      ? ["A file is a pointer of Git LFS", "The app would get the pointer in place of the file"]
      : [
          `${pointers.length} files are pointers of Git LFS`,
          "The app would get the pointers in place of the files",
        ];
  return `${what}: ${list(pointers)}. ${served}. Add \`with: { lfs: true }\` to \`actions/checkout\`, or run \`git lfs pull\`.`;
}

function list(paths: readonly string[]): string {
  const names = paths.slice(0, SHOWN).map((path) => `\`${path}\``);
  const more = paths.length - names.length;
  return `${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
