import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient, type LambdaClientConfig } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { STSClient } from "@aws-sdk/client-sts";
import type { Clock } from "../ports/clock.ts";
import type { Cloud } from "../ports/cloud.ts";
import { explained } from "./errors/explained.ts";
import { createFunctions } from "./lambda/functions.ts";
import { createRestApiDoor } from "./rest-api/rest-api-door.ts";
import { createRoles } from "./roles.ts";
import { createBundleStore } from "./s3/bundle-store.ts";
import { createSchedules } from "./schedules.ts";

/**
 * How often the SDK sends a request that was throttled or got no answer, with pauses that grow to 20 seconds: an account
 * shares its limits among all that runs in it.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
const ATTEMPTS = 8;

/** What a run may tell the cloud port, and be told. */
export interface CloudOptions {
  /** Is told what is waited for, in a line. */
  readonly say?: (line: string) => void;
  /** ARN of the execution role that the user made, if any. */
  readonly executionRole?: string | undefined;
}

/**
 * The cloud port on AWS. Credentials and endpoints come from the SDK's own chain, which also reads
 * `AWS_ENDPOINT_URL`.
 * @param executeApiUrl template of an API's base URL with `{api}` and `{region}`; undefined: API Gateway's own host
 */
export function createCloud(
  region: string,
  clock: Clock,
  executeApiUrl: string | undefined,
  { say = () => {}, executionRole }: CloudOptions = {},
): Cloud {
  const waits = { clock, say };
  const lambda = (options: LambdaClientConfig) =>
    explained(new LambdaClient({ region, ...options }), "lambda");
  return {
    region,
    store: createBundleStore(
      explained(new S3Client({ region, maxAttempts: ATTEMPTS }), "s3"),
      new S3Client({ region, requestChecksumCalculation: "WHEN_REQUIRED" }),
      region,
    ),
    functions: createFunctions(
      lambda({ maxAttempts: ATTEMPTS }),
      // An invocation may last as long as a migration; the SDK must neither cut it short nor repeat it.
      lambda({
        maxAttempts: 1,
        requestHandler: { requestTimeout: 910_000, connectionTimeout: 5_000 },
      }),
      waits,
      executionRole,
    ),
    frontDoor: createRestApiDoor(
      explained(new APIGatewayClient({ region, maxAttempts: ATTEMPTS }), "apigateway"),
      lambda({ maxAttempts: ATTEMPTS }),
      region,
      clock,
      executeApiUrl,
    ),
    roles: createRoles(
      explained(new IAMClient({ region, maxAttempts: ATTEMPTS }), "iam"),
      explained(new STSClient({ region, maxAttempts: ATTEMPTS }), "sts"),
      waits,
    ),
    schedules: createSchedules(
      explained(new SchedulerClient({ region, maxAttempts: ATTEMPTS }), "scheduler"),
      waits,
    ),
  };
}
