import { readJson } from "../../http/body.ts";
import { targetOf } from "../../http/target.ts";
import { AwsError, type Service } from "../../service.ts";
import { SECRETS_OPERATIONS } from "./operations.ts";
import type { SecretsContext } from "./store.ts";

/** Creates the part of Secrets Manager that keeps secrets. Policies are checked here: a secret's ARN is known only here. */
export function createSecretsManager(
  options: Omit<SecretsContext, "input" | "principal">,
): Service {
  return {
    name: "secretsmanager",
    protocol: "json",
    async handle(request) {
      const name = targetOf("secretsmanager", request.headers) ?? "";
      const run = Object.hasOwn(SECRETS_OPERATIONS, name) ? SECRETS_OPERATIONS[name] : undefined;
      if (run === undefined) {
        const message = `The embedded Secrets Manager does not implement ${name}`;
        throw new AwsError(501, "NotImplemented", message);
      }
      const input = await readJson(request);
      const body = JSON.stringify(run({ ...options, principal: request.principal, input }));
      return { status: 200, headers: { "content-type": "application/x-amz-json-1.1" }, body };
    },
  };
}
