import { join } from "node:path";
import { formatBytes } from "../../format.ts";
import { pruneGems } from "../../gems/prune/prune.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import type { BuildContext } from "../context.ts";

/** Removes files from the vendored gems that no running app reads. */
export async function prune(context: BuildContext, root: BuildRoot, abi: string): Promise<void> {
  const { reporter, inputs } = context;
  await reporter.group("Prune gems", async () => {
    const top = join(root.backing, "gems/ruby", abi);
    const { files, bytes } = await pruneGems(top, abi, inputs.keepGemFiles);
    reporter.info(`${files} files, ${formatBytes(bytes)}, that no running app reads`);
  });
}
