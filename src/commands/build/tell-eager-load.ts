import type { App } from "../../app/app.ts";
import type { BuildContext } from "../context.ts";

/** Says that `eager-load` changes nothing of an app that Rails does not load. */
export function tellEagerLoad(
  { inputs, reporter }: Pick<BuildContext, "inputs" | "reporter">,
  { kind }: Pick<App, "kind">,
): void {
  if (kind === "rails" || inputs.eagerLoad === "auto") return;
  reporter.notice(
    `\`eager-load: ${inputs.eagerLoad}\` changes nothing: it is for Rails, and a Rack app loads itself. Leave it out.`,
  );
}
