import { renderInjection } from "../report/injection.ts";
import { prepare } from "./build/prepare.ts";
import type { BuildContext } from "./context.ts";

/**
 * Shows the edits that a deploy would make in its copy of the app, and stops: nothing is built or deployed.
 * @param prepareApp copies and edits the app; a test passes one that needs no Ruby
 */
export async function reportInjection(
  context: BuildContext,
  prepareApp: typeof prepare = prepare,
): Promise<void> {
  const { inputs, reporter } = context;
  const root = await context.openRoot(`the injection of ${inputs.workingDirectory}`);
  try {
    const { staged } = await prepareApp(context, root);
    const said = "`inject: report`: these are the edits; nothing was deployed.";
    await reporter.summary(`${said}\n\n${renderInjection(staged.diff)}\n`);
    reporter.notice(said);
  } finally {
    await root.close();
  }
}
