import { join } from "node:path";
import type { App } from "../../app/app.ts";
import { findSessionSecrets } from "../../app/session-secrets.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import type { BuildContext } from "../context.ts";

/**
 * Names the variables that seal the app's sessions and that `environment` does not give. The stage keeps a value for each,
 * as it does for SECRET_KEY_BASE.
 * @param app as it lies in the staged copy
 */
export async function sessionSecrets(
  { inputs, reporter }: Pick<BuildContext, "inputs" | "reporter">,
  { backing }: Pick<BuildRoot, "backing">,
  app: Pick<App, "kind" | "locked">,
): Promise<readonly string[]> {
  const { kind, locked } = app;
  const found = await findSessionSecrets({ dir: join(backing, "app"), kind, locked });
  const missing = found.filter(({ name }) => !(name in inputs.environment));
  for (const { name, shownBy } of missing) {
    reporter.info(
      `\`${name}\`: the stage keeps a generated value, because \`environment\` gives none (${shownBy})`,
    );
  }
  return missing.map(({ name }) => name);
}
