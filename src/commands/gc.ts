import { UserError } from "../errors.ts";
import { type FoundPreview, previewsAmong } from "../release/destroy/previews.ts";
import { code } from "../report/markdown.ts";
import type { CloudContext } from "./context.ts";
import { destroyStage } from "./destroy.ts";

/** Removes the previews whose pull request is closed. */
export async function gc(context: CloudContext): Promise<void> {
  const { reporter } = context;
  const removed = await collectPreviews(context);
  const said =
    removed.length === 0
      ? "No preview had to be removed."
      : `Removed, because their pull requests are closed: ${removed.map(({ stage }) => code(stage)).join(", ")}.`;
  reporter.info(said);
  await reporter.summary(`${said}\n`);
}

/** Like `gc`, after a deploy: a failure is only a warning, because the deploy has succeeded. */
export async function gcAfterwards(context: CloudContext): Promise<void> {
  try {
    await collectPreviews(context);
  } catch (error) {
    const fix = error instanceof UserError ? `\n${error.fix}` : "";
    context.reporter.warning(
      `Previews of closed pull requests could not be removed: ${(error as Error).message}${fix}`,
    );
  }
}

async function collectPreviews(context: CloudContext): Promise<readonly FoundPreview[]> {
  const { cloud, inputs, repository, repositoryId, pullRequests, reporter } = context;
  if (repository === undefined) {
    throw new UserError(
      "`gc` does not know which repository's previews to look for: GITHUB_REPOSITORY is not set.",
      "Run it in a workflow of the repository.",
    );
  }
  const closed = await reporter.group("Look for previews of closed pull requests", async () => {
    const found: FoundPreview[] = [];
    const frontDoors = await cloud.frontDoor.list();
    for (const preview of previewsAmong(frontDoors, inputs.app, repository, repositoryId)) {
      const isClosed = await pullRequests.isClosed(preview.number);
      reporter.info(`${preview.stage}: ${isClosed ? "closed" : "open"}`);
      if (isClosed) found.push(preview);
    }
    return found;
  });
  for (const { stage, number } of closed) {
    await destroyStage(context, { stage, preview: { number } });
  }
  return closed;
}
