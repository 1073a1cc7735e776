import type { Permits } from "../../control/authorize.ts";
import { AwsError, type Principal } from "../../service.ts";
import type { RequestContext } from "../iam/conditions.ts";

/** What S3 can ask about a caller's permissions. */
export interface Access {
  /** @throws AwsError AccessDenied */
  require(action: string, resource: string, context?: RequestContext): void;
  /**
   * The answer if an object does not exist. Callers learn that it does not exist only if they may list the bucket.
   * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
   */
  missing(bucket: string, key: string): AwsError;
}

/** The permissions of one caller, in the caller's partition, whichever partition the ARNs name. */
export function accessOf(principal: Principal, permits: Permits): Access {
  const [, partition] = principal.arn.split(":");
  const own = (arn: string) => arn.replace(/^arn:aws:/, `arn:${partition}:`);
  const denied = (action: string, resource: string) => {
    const named = action.startsWith("s3:") ? `"${resource}"` : resource;
    return new AwsError(
      403,
      "AccessDenied",
      `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${named} because no identity-based policy allows the ${action} action`,
    );
  };
  return {
    require(action, resource, context) {
      if (!permits(principal, action, own(resource), context)) throw denied(action, own(resource));
    },
    missing(bucket, key) {
      const listed = own(bucketArn(bucket));
      if (!permits(principal, "s3:ListBucket", listed)) return denied("s3:ListBucket", listed);
      return new AwsError(404, "NoSuchKey", "The specified key does not exist.", { Key: key });
    },
  };
}

/** What S3 says to other accounts: it does not tell them why. */
export function accessDenied(): AwsError {
  return new AwsError(403, "AccessDenied", "Access Denied");
}

export function bucketArn(bucket: string): string {
  return `arn:aws:s3:::${bucket}`;
}

export function objectArn(bucket: string, key: string): string {
  return `arn:aws:s3:::${bucket}/${key}`;
}
