import { findMasterKey, MASTER_KEY } from "../../app/master-key.ts";
import { UserError } from "../../errors.ts";
import type { BuildContext } from "../context.ts";

/**
 * Adds the key of the app's encrypted credentials to the function's variables.
 * @throws UserError if there is none and the app reads them, before anything is built. An app that never reads them, as
 * `rails new` makes it, and a run that has no secrets get a notice
 */
export async function withMasterKey<C extends BuildContext>(context: C): Promise<C> {
  const { inputs, reporter } = context;
  const { workingDirectory, environment, masterKey, exclude, railsEnv } = inputs;
  const key = await findMasterKey(workingDirectory, railsEnv.name, environment, masterKey, exclude);
  if (key.kind === "settled") return context;
  if (key.kind === "missing") {
    const problem = `\`${key.credentials}\` cannot be read: there is no ${MASTER_KEY} and no \`${key.keyFile}\`.`;
    if (key.reader === undefined) {
      reporter.notice(
        `${problem} The app is deployed without the key, because none of its own files reads its credentials.`,
      );
      return context;
    }
    const { task } = inputs;
    if (task.kind !== "build" || task.hasSecrets) {
      throw new UserError(`${problem} \`${key.reader}\` reads them.`, fixFor(key));
    }
    reporter.notice(`${problem} The build goes on without it, because ${task.why}.`);
    return context;
  }
  reporter.secret(key.value);
  reporter.info(`${MASTER_KEY}: from ${key.from}`);
  const withKey = { ...environment, [MASTER_KEY]: key.value };
  return { ...context, inputs: { ...inputs, environment: withKey } };
}

function fixFor(missing: { readonly credentials: string; readonly keyFile: string }): string {
  return [
    `Keep the key as a secret (\`gh secret set ${MASTER_KEY} < ${missing.keyFile}\`) and pass it to the step:`,
    "    with:",
    "      environment: |",
    `        ${MASTER_KEY}=\${{ secrets.${MASTER_KEY} }}`,
    `If the app works without its credentials, leave them out: \`exclude: ${missing.credentials}\`.`,
  ].join("\n");
}
