import type { Permits } from "../../control/authorize.ts";
import { partitionOf } from "../../partition.ts";
import { AwsError, type Principal } from "../../service.ts";
import { notAllowed } from "../refuse.ts";
import { type Parameter, whyNoName } from "./store.ts";

/** Who asks, and where. */
export interface Caller {
  readonly region: string;
  readonly principal: Principal;
  readonly permits: Permits;
}

/**
 * Returns a parameter's ARN, and for a name that none can have what AWS names then:
 * https://github.com/aws-solutions/aws-control-tower-customizations/issues/208
 */
export function parameterArn({ region, principal }: Caller, name: string): string {
  const prefix = `arn:${partitionOf(region)}:ssm:${region}:${principal.account}:`;
  return whyNoName(name) ? `${prefix}*` : `${prefix}parameter/${name.replace(/^\//, "")}`;
}

/** @throws AwsError if no policy lets the caller do it */
export function requirePermission(
  { permits, principal }: Caller,
  action: string,
  resource: string,
): void {
  if (!permits(principal, action, resource)) throw notAllowed(principal, action, resource);
}

/**
 * The key that AWS keeps for Systems Manager is for everybody in the account, a customer's own for whom a policy names.
 * https://github.com/Droplr/aws-env/issues/29
 */
export function requireKey({ permits, principal, region }: Caller, { keyId }: Parameter): void {
  if (keyId === undefined || keyId === "alias/aws/ssm") return;
  const key = keyId.startsWith("arn:")
    ? keyId
    : `arn:${partitionOf(region)}:kms:${region}:${principal.account}:key/${keyId}`;
  if (permits(principal, "kms:Decrypt", key, { "kms:ViaService": `ssm.${region}.amazonaws.com` })) {
    return;
  }
  throw new AwsError(
    400,
    "AccessDeniedException",
    "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access. (Service: AWSKMS; Status Code: 400; Error Code: AccessDeniedException)",
  );
}
