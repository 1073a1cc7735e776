import { unpackArchive } from "../../bundle/archive/unpack.ts";
import { reuseGems } from "../../gems/reuse.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import type { BuildContext } from "../context.ts";
import { emptyRoot } from "./empty-root.ts";
import type { GemsAndRuby } from "./gems-and-ruby.ts";
import type { Prepared } from "./prepare.ts";

/**
 * Unpacks the gems and Ruby of an earlier build into the root.
 * @param recipe undefined if it is not known
 * @returns undefined if there is no earlier build, or none that this app can use; the root then holds
 *   the app alone
 */
export async function takeEarlierBuild(
  { earlierBuilds, reporter }: BuildContext,
  root: BuildRoot,
  { ruby, settings, staged }: Prepared,
  recipe: string | undefined,
): Promise<GemsAndRuby | undefined> {
  if (recipe === undefined || earlierBuilds === undefined) return undefined;
  return reporter.group("Look for an earlier build of the same gems and Ruby", async () => {
    const found = await earlierBuilds.find(recipe, root);
    if (found === undefined) {
      reporter.info("There is none.");
      return undefined;
    }
    // A Bundler that resolved the lockfile may lie there already, and is in the archives too.
    await emptyRoot(root.backing, ["app"]);
    for (const { folder, ref } of found.archives) {
      await unpackArchive({ ...ref, folder }, root.backing);
    }
    const bundler = await reuseGems({ root, reporter, app: staged.app, settings, ruby });
    if (bundler === undefined) {
      await emptyRoot(root.backing, ["app"]);
      return undefined;
    }
    reporter.info("Nothing has to be installed: gems and Ruby come from an earlier build.");
    return {
      packaged: found.ruby,
      bundler,
      from: "an earlier build",
      packedBefore: found.archives,
      unpruned: [],
      forLater: undefined,
    };
  });
}
