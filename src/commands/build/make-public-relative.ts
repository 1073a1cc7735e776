import { realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import type { App } from "../../app/app.ts";
import { OUR_FOLDER } from "../../app/our-folder.ts";
import { makeRelative } from "../../bundle/relative/make-relative.ts";
import { ifThere, listFiles } from "../../files.ts";
import { isInside } from "../../paths.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import type { BuildContext } from "../context.ts";

/** Templates and Ruby code, which may hold the digest of a file that they name. */
const CODE = /\.(erb|haml|slim|liquid|mustache|hbs|html|rb|ru)$/;

/** Folders without any. */
const SKIPPED: ReadonlySet<string> = new Set([OUR_FOLDER, "node_modules", "public", "tmp"]);

/**
 * Makes what lies below the staged app's `public/` right below any path, whatever built it. With `inject: off` the app's
 * own files stay as they are.
 */
export async function makePublicRelative(
  { inputs, reporter }: Pick<BuildContext, "inputs" | "reporter">,
  root: Pick<BuildRoot, "backing">,
  app: Pick<App, "dir">,
): Promise<void> {
  const [staged, folder] = await Promise.all(
    ["app", "app/public"].map((path) => ifThere(realpath(join(root.backing, path)))),
  );
  // The build may have made a link of it.
  if (staged === undefined || folder === undefined || !isInside(staged, folder)) return;
  const isOwn = async (path: string) =>
    (await ifThere(stat(join(app.dir, "public", path)))) !== undefined;
  const changed = await makeRelative(
    folder,
    async (path) => inputs.inject !== "off" || !(await isOwn(path)),
    async () =>
      (await listFiles(staged, (name) => SKIPPED.has(name))).filter((file) => CODE.test(file)),
  );
  if (changed.length === 0) return;
  reporter.info("URLs were made relative, so that they work below the stage's path, in:");
  for (const path of changed) reporter.info(`  public${path}`);
}
