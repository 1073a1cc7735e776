import { renderInjection } from "../report/injection.ts";
import { prepare } from "./build/prepare.ts";
import type { BuildContext } from "./context.ts";

/** Shows what would be edited in the copy of the app, and stops: nothing is built, nothing is deployed. */
export async function reportInjection(context: BuildContext): Promise<void> {
  const { inputs, reporter } = context;
  const root = await context.openRoot(`the injection of ${inputs.workingDirectory}`);
  try {
    const { staged } = await prepare(context, root);
    const said = "`inject: report`: these are the edits; nothing was deployed.";
    await reporter.summary(`${said}\n\n${renderInjection(staged.diff)}\n`);
    reporter.notice(said);
  } finally {
    await root.close();
  }
}
