import { readJson } from "../../http/body.ts";
import { targetOf } from "../../http/target.ts";
import { AwsError, type Service } from "../../service.ts";
import { SSM_OPERATIONS, type SsmContext } from "./operations.ts";

/** Creates the part of Systems Manager that keeps parameters. Policies are checked here: an answer depends on what is there. */
export function createSsm(options: Omit<SsmContext, "input" | "principal">): Service {
  return {
    name: "ssm",
    protocol: "json",
    async handle(request) {
      const name = targetOf("ssm", request.headers) ?? "";
      const run = Object.hasOwn(SSM_OPERATIONS, name) ? SSM_OPERATIONS[name] : undefined;
      if (run === undefined) {
        const message = `The embedded Systems Manager does not implement ${name}`;
        throw new AwsError(501, "NotImplemented", message);
      }
      const input = await readJson(request);
      const body = JSON.stringify(run({ ...options, principal: request.principal, input }));
      return { status: 200, headers: { "content-type": "application/x-amz-json-1.1" }, body };
    },
  };
}
