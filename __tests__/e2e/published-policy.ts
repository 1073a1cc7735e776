import { renameSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { policyOf, statementsOf } from "../deploy-role.ts";

/** A deploy, as far as its role depends on it. */
export interface Deploying {
  /** The app's folder. */
  readonly app: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  /** Actions that its role lacks. */
  readonly denied: readonly string[];
}

/**
 * Lets whoever deploys do what docs/iam.md gives the role for such a deploy, and no more: a pull request has the role for
 * previews, and a function in a network needs a policy beside.
 */
export function publishPolicy(state: string, region: string, deploying: Deploying): void {
  const { inputs, env, denied } = deploying;
  const of = { app: appOf(deploying), region };
  const level = env.GITHUB_EVENT_NAME === "pull_request" ? "preview" : "deployed";
  const configuration = inputs["function-configuration"] ?? "";
  const statements = [
    ...statementsOf(level, of),
    ...(configuration.includes("VpcConfig") ? statementsOf("network", of) : []),
    ...denied.map((Action) => ({ Effect: "Deny", Action, Resource: "*" })),
  ];
  // Another deploy may be running, and the policy is read for each of its calls.
  const file = join(state, "deployer-policy.json");
  writeFileSync(`${file}.partial`, policyOf(statements));
  renameSync(`${file}.partial`, file);
}

/** The input `app`, or what it is by default. */
function appOf({ app, inputs, env }: Deploying): string {
  const repository = env.GITHUB_REPOSITORY?.split("/").at(-1);
  return inputs.app ?? repository ?? basename(app);
}
