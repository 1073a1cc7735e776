import { AwsError, type Principal } from "../service.ts";
import type { RequestContext } from "../services/iam/conditions.ts";
import type { Asked } from "./actions.ts";
import { type ApiTags, neededBy } from "./needed.ts";
import type { Operation } from "./operation.ts";

/** Whether a principal's policies let it do something. */
export type Permits = (
  principal: Principal,
  action: string,
  resource: string,
  context?: RequestContext,
) => boolean;

/**
 * Refuses what the caller's policies do not allow. S3 checks permissions itself, because its answer depends on
 * whether the object exists. STS needs no check: everybody may ask who they are.
 */
export function authorize(
  service: string,
  operation: Operation,
  request: Asked,
  body: Buffer | undefined,
  caller: {
    readonly principal: Principal;
    readonly region: string;
    readonly permits: Permits;
    readonly apiTags: ApiTags;
  },
): void {
  if (service === "s3" || service === "sts") return;
  const { principal, region, permits, apiTags } = caller;
  const place = `${region}:${principal.account}`;
  const needed = neededBy(service, operation, request, body, place, apiTags);
  for (const { action, resource, context, refusal } of needed) {
    if (permits(principal, action, resource, context)) continue;
    throw new AwsError(
      403,
      service === "iam" ? "AccessDenied" : "AccessDeniedException",
      refusal ??
        `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
    );
  }
}
