import { join } from "node:path";
import type { App } from "../app/detect.ts";
import { findWrittenPaths, renderWrittenPaths } from "../app/written-paths.ts";
import { applyInjection } from "../inject/apply.ts";
import { renderDiff } from "../inject/diff.ts";
import { planInjection } from "../inject/plan.ts";
import { readSources } from "../inject/sources.ts";
import type { BuildRoot } from "../ports/build-root.ts";
import type { BuildContext } from "./context.ts";

/** The staged app, as far as the later steps need to know it. */
export interface Staged {
  readonly diff: string;
  /** What the lockfile needs from Bundler before it can be installed here. */
  readonly missing: "lockfile" | "platform" | "nothing";
}

/**
 * Copies the app under the root and edits the copy.
 * @param platform as RubyGems says it: `x86_64-linux`
 */
export async function stage(
  context: BuildContext,
  root: BuildRoot,
  app: App,
  platform: string,
): Promise<Staged> {
  const { inputs, reporter, parts } = context;
  const sources = await readSources(app, { gemDir: parts.gemDir, platform });
  const injection = planInjection(app, sources);
  await applyInjection(app, injection, join(root.backing, "app"), inputs);
  const diff = renderDiff(injection) + renderWrittenPaths(await findWrittenPaths(app.dir));
  for (const line of diff.trimEnd().split("\n")) reporter.info(line);
  return { diff, missing: injection.missing };
}
