import { findMasterKey, MASTER_KEY } from "../../app/master-key.ts";
import { UserError } from "../../errors.ts";
import type { BuildContext } from "../context.ts";

/**
 * Adds the key of the app's encrypted credentials to the function's variables.
 * @throws UserError if there is none, before anything is built; a run that has no secrets gets a notice
 */
export async function withMasterKey<C extends BuildContext>(context: C): Promise<C> {
  const { inputs, reporter } = context;
  const { workingDirectory, environment, masterKey, exclude, railsEnv } = inputs;
  const key = await findMasterKey(workingDirectory, railsEnv.name, environment, masterKey, exclude);
  if (key.kind === "settled") return context;
  if (key.kind === "missing") {
    const problem = `\`${key.credentials}\` cannot be read: there is no ${MASTER_KEY} and no \`${key.keyFile}\`.`;
    const { task } = inputs;
    if (task.kind !== "build" || task.hasSecrets) throw new UserError(problem, fixFor(key));
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
    `An app that does not read its credentials can leave them out: \`exclude: ${missing.credentials}\`.`,
  ].join("\n");
}
