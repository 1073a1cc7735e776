import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient, type LambdaClientConfig } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { STSClient } from "@aws-sdk/client-sts";
import type { Clock } from "../ports/clock.ts";
import type { Cloud } from "../ports/cloud.ts";
import { explained } from "./errors/explained.ts";
import { createFunctions } from "./lambda/functions.ts";
import { LIMITS, type Limits, ofCalls, ofInvocations, ofObjects } from "./limits.ts";
import { createLogs } from "./logs.ts";
import { createRestApiDoor } from "./rest-api/rest-api-door.ts";
import { createRoles } from "./roles.ts";
import { createBundleStore } from "./s3/bundle-store.ts";
import { createSchedules } from "./schedules.ts";

/**
 * The cloud port on AWS. Credentials and endpoints come from the SDK's own chain, which also reads
 * `AWS_ENDPOINT_URL`.
 * @param executeApiUrl template of an API's base URL with `{api}` and `{region}`; undefined: API Gateway's own host
 */
export function createCloud(
  region: string,
  clock: Clock,
  executeApiUrl: string | undefined,
  limits: Limits = LIMITS,
): Cloud {
  const calls = { region, requestHandler: ofCalls(limits) };
  const objects = { region, requestHandler: ofObjects(limits) };
  const lambda = (options: LambdaClientConfig) =>
    explained(new LambdaClient({ ...calls, ...options }), "lambda");
  return {
    region,
    store: createBundleStore(
      explained(new S3Client(objects), "s3"),
      new S3Client({ ...objects, requestChecksumCalculation: "WHEN_REQUIRED" }),
      region,
    ),
    functions: createFunctions(
      lambda({ maxAttempts: 5 }),
      // An invocation may last as long as a migration; the SDK must neither cut it short nor repeat it.
      lambda({ maxAttempts: 1, requestHandler: ofInvocations(limits) }),
      clock,
    ),
    frontDoor: createRestApiDoor(
      explained(new APIGatewayClient({ ...calls, maxAttempts: 8 }), "apigateway"),
      lambda({ maxAttempts: 5 }),
      region,
      clock,
      executeApiUrl,
    ),
    roles: createRoles(
      explained(new IAMClient(calls), "iam"),
      explained(new STSClient(calls), "sts"),
    ),
    schedules: createSchedules(
      explained(new SchedulerClient({ ...calls, maxAttempts: 5 }), "scheduler"),
      clock,
    ),
    logs: createLogs(explained(new CloudWatchLogsClient(calls), "logs"), clock),
  };
}
