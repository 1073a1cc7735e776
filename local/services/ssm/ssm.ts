import type { Service } from "../../service.ts";
import { jsonTargetService } from "../json-target-service.ts";
import { SSM_OPERATIONS, type SsmContext } from "./operations.ts";

/** Creates the part of Systems Manager that keeps parameters. */
export function createSsm(options: Omit<SsmContext, "input" | "principal">): Service {
  return jsonTargetService("ssm", "Systems Manager", SSM_OPERATIONS, options);
}
