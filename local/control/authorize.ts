import { AwsError, type Principal } from "../service.ts";
import type { RequestContext } from "../services/iam/conditions.ts";
import { notAllowed } from "../services/refuse.ts";
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
 * Refuses what the caller's policies do not allow. S3, Systems Manager and Secrets Manager check permissions themselves,
 * because their answers depend on what exists. STS needs no check: everybody may ask who they are.
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
  if (["s3", "secretsmanager", "ssm", "sts"].includes(service)) return;
  const { principal, region, permits, apiTags } = caller;
  const place = `${region}:${principal.account}`;
  const needed = neededBy(service, operation, request, body, place, apiTags);
  for (const { action, resource, context, refusal } of needed) {
    if (permits(principal, action, resource, context)) continue;
    const { status, code, message } = notAllowed(principal, action, resource);
    throw new AwsError(status, service === "iam" ? "AccessDenied" : code, refusal ?? message);
  }
}
