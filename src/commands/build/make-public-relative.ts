import { realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import type { App } from "../../app/app.ts";
import { makeRelative } from "../../bundle/relative/make-relative.ts";
import { ifThere } from "../../files.ts";
import { isInside } from "../../paths.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import type { BuildContext } from "../context.ts";

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
  );
  if (changed.length === 0) return;
  reporter.info("URLs were made relative, so that they work below the stage's path, in:");
  for (const path of changed) reporter.info(`  public${path}`);
}
