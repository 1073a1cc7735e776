import { AwsError } from "../service.ts";
import { throttled } from "../services/lambda/errors.ts";

/** What AWS may do at any time and mostly does not. Whatever is absent does not happen. */
export interface Trouble {
  /** Milliseconds until all services know a new role; STS, Lambda and the scheduler do after half of it. */
  readonly roleDelay?: number;
  /** Milliseconds until a role's changed policies count. */
  readonly policyDelay?: number;
  /** Milliseconds until IAM itself shows a new role. */
  readonly readDelay?: number;
  /** Milliseconds until a new bucket is found. */
  readonly bucketDelay?: number;
  /** S3 refuses one in so many requests. */
  readonly s3Every?: number;
  /** The other services, taken together, refuse one in so many requests. */
  readonly otherEvery?: number;
}

/** The strictest setting: what a client has to cope with. */
export const STRICT: Required<Trouble> = {
  roleDelay: 3_000,
  policyDelay: 2_000,
  readDelay: 500,
  bucketDelay: 2_000,
  s3Every: 20,
  otherEvery: 20,
};

/**
 * How each service refuses requests that come too fast.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors
 * https://github.com/aws/aws-sdk-js/issues/1014 (API Gateway)
 * https://github.com/cartography-cncf/cartography/issues/297 (IAM)
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html#API_CreateSchedule_Errors
 * https://github.com/anomalyco/sst/issues/4063 (Systems Manager)
 */
const REFUSALS: Readonly<Record<string, () => AwsError>> = {
  s3: () => new AwsError(503, "SlowDown", "Please reduce your request rate."),
  lambda: () => throttled("CallerRateLimitExceeded"),
  apigateway: () => new AwsError(429, "TooManyRequestsException", "Too Many Requests"),
  iam: () => new AwsError(400, "Throttling", "Rate exceeded"),
  sts: () => new AwsError(400, "Throttling", "Rate exceeded"),
  scheduler: () =>
    new AwsError(429, "ThrottlingException", "Rate exceeded", { Message: "Rate exceeded" }),
  logs: () => new AwsError(400, "ThrottlingException", "Rate exceeded"),
  secretsmanager: () => new AwsError(400, "ThrottlingException", "Rate exceeded"),
  ssm: () => new AwsError(400, "ThrottlingException", "Rate exceeded"),
};

/**
 * Returns a function that counts the requests and refuses one in so many.
 * @throws AwsError from that function, before anything of the request was done
 */
export function createThrottle({ s3Every, otherEvery }: Trouble): (service: string) => void {
  const counts = { s3: 0, other: 0 };
  return (service) => {
    const kind = service === "s3" ? "s3" : "other";
    const every = kind === "s3" ? s3Every : otherEvery;
    counts[kind] += 1;
    if (every !== undefined && counts[kind] % every === 0) throw REFUSALS[service]!();
  };
}
