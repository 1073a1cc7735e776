import { bundleDigest } from "../bundle/manifest.ts";
import { formatBytes } from "../format.ts";
import { renderLeftOut } from "../inject/left-out/left-out.ts";
import { escaped } from "../report/markdown.ts";
import { renderParts } from "../report/parts.ts";
import { build } from "./build/build.ts";
import { preflight } from "./build/preflight.ts";
import type { BuildContext } from "./context.ts";

/**
 * Builds what a deploy would upload, and stops before the first call to AWS.
 * @param why nothing is deployed
 * @param makeBundle builds the app; a test passes one that needs no Ruby
 */
export async function buildOnly(
  context: BuildContext,
  why: string,
  makeBundle: typeof build = build,
): Promise<void> {
  const { inputs, reporter } = context;
  const root = await context.openRoot(`the build of ${inputs.workingDirectory}`);
  try {
    const built = await makeBundle(context, root);
    await preflight(context, root, built);
    const { archives } = built;
    const bytes = archives.reduce((sum, { ref }) => sum + ref.bytes, 0);
    const said = `Built (${formatBytes(bytes)}), not deployed: ${why}.`;
    reporter.output("bundle-bytes", String(bytes));
    reporter.output("bundle-digest", bundleDigest(built.manifest));
    reporter.notice(said);
    const leftOut = renderLeftOut(built.leftOut ?? []);
    const paragraphs = [said, ...(leftOut ? [escaped(leftOut)] : []), renderParts(archives)];
    await reporter.summary(`${paragraphs.join("\n\n")}\n`);
  } finally {
    await root.close();
  }
}
