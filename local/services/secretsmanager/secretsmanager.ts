import type { Service } from "../../service.ts";
import { jsonTargetService } from "../json-target-service.ts";
import { SECRETS_OPERATIONS } from "./operations.ts";
import type { SecretsContext } from "./store.ts";

/** Creates the part of Secrets Manager that keeps secrets. */
export function createSecretsManager(
  options: Omit<SecretsContext, "input" | "principal">,
): Service {
  return jsonTargetService("secretsmanager", "Secrets Manager", SECRETS_OPERATIONS, options);
}
