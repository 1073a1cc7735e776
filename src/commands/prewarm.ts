import { UserError } from "../errors.ts";
import { prewarm } from "../release/invoke/prewarm.ts";
import { LIVE, resourceName } from "../release/place/names.ts";
import { assertOurs, tagsOf } from "../release/place/ownership.ts";
import { escaped } from "../report/markdown.ts";
import type { CloudContext } from "./context.ts";
import { maskVariables } from "./mask-variables.ts";

/** Starts sandboxes of the live version. Needs neither the app nor Ruby. */
export async function prewarmStage(context: CloudContext): Promise<void> {
  const { cloud, clock, inputs, reporter } = context;
  const { app, stage, prewarmConcurrency: wanted } = inputs;
  const functionName = resourceName(app, stage);
  const found = await cloud.functions.find(functionName);
  const { repository, repositoryId } = context;
  const tags = tagsOf(app, stage, repository, undefined, repositoryId);
  assertOurs("function", functionName, found?.tags, tags);
  const version = found && (await cloud.functions.findAlias(functionName, LIVE));
  if (version === undefined) {
    throw new UserError(
      `The stage \`${stage}\` of \`${app}\` has nothing to prewarm: no version of \`${functionName}\` is live.`,
      "Deploy it first, or set `app` and `stage` to another stage.",
    );
  }
  maskVariables(reporter, await cloud.functions.find(functionName, version));
  const target = { functionName, qualifier: LIVE };
  const met = await reporter.group("Prewarm", () =>
    prewarm(cloud.functions, clock, target, wanted),
  );
  const cold = [...met.values()].filter(({ prewarmCount }) => prewarmCount === 1).length;
  const said = `${met.size} of ${wanted} sandboxes of version ${escaped(version)} are ready; ${cold} of them had to start first.`;
  if (met.size < wanted) {
    reporter.warning(`${said} The account has no room for more at once (\`prewarm-concurrency\`).`);
  } else {
    reporter.info(said);
  }
  reporter.output("stage", stage);
  reporter.output("function-name", functionName);
  reporter.output("version", version);
  await reporter.summary(`${said}\n`);
}
