import { APIGatewayClient, type APIGatewayClientConfig } from "@aws-sdk/client-api-gateway";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient, type LambdaClientConfig } from "@aws-sdk/client-lambda";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { STSClient } from "@aws-sdk/client-sts";
import type { Clock } from "../ports/clock.ts";
import type { Cloud } from "../ports/cloud.ts";
import { explained } from "./errors/explained.ts";
import { sealed } from "./errors/sealed.ts";
import { createFunctions } from "./lambda/functions.ts";
import { LIMITS, type Limits, ofCalls, ofInvocations } from "./limits.ts";
import { createLogs } from "./logs.ts";
import { createRestApiDoor } from "./rest-api/rest-api-door.ts";
import { createRoles } from "./roles.ts";
import { createBundleStore } from "./s3/bundle-store.ts";
import { createS3Clients } from "./s3/clients.ts";
import { createSchedules } from "./schedules.ts";

/** What may be otherwise than usual. */
export interface CloudOptions {
  /** Is told what AWS warns of, in a line. */
  readonly say?: (line: string) => void;
  readonly limits?: Limits;
}

/**
 * The cloud port on AWS. Credentials and endpoints come from the SDK's own chain, which also reads
 * `AWS_ENDPOINT_URL`. No error that leaves it has a text of AWS.
 * @param executeApiUrl template of an API's base URL with `{api}` and `{region}`; undefined: API Gateway's own host
 */
export function createCloud(
  region: string,
  clock: Clock,
  executeApiUrl: string | undefined,
  { say = () => {}, limits = LIMITS }: CloudOptions = {},
): Cloud {
  const calls = { region, requestHandler: ofCalls(limits) };
  const lambda = (options: LambdaClientConfig) =>
    explained(new LambdaClient({ ...calls, ...options }), "lambda");
  const gateway = (options: APIGatewayClientConfig) =>
    explained(new APIGatewayClient({ ...calls, ...options }), "apigateway");
  return sealed({
    region,
    store: createBundleStore(createS3Clients(region, limits), region, clock),
    functions: createFunctions(
      lambda({ maxAttempts: 5 }),
      // An invocation may last as long as a migration; the SDK must neither cut it short nor repeat it.
      lambda({ maxAttempts: 1, requestHandler: ofInvocations(limits) }),
      clock,
    ),
    frontDoor: createRestApiDoor({
      gateway: gateway({ maxAttempts: 8 }),
      once: gateway({ maxAttempts: 1 }),
      lambda: lambda({ maxAttempts: 5 }),
      region,
      clock,
      say,
      executeApiUrl,
    }),
    roles: createRoles(
      explained(new IAMClient(calls), "iam"),
      explained(new STSClient(calls), "sts"),
    ),
    schedules: createSchedules(
      explained(new SchedulerClient({ ...calls, maxAttempts: 5 }), "scheduler"),
      clock,
    ),
    logs: createLogs(explained(new CloudWatchLogsClient(calls), "logs"), clock),
  });
}
