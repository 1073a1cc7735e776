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

/**
 * How often the SDK sends a request that was throttled or got no answer, with pauses that grow to 20 seconds: an account
 * shares its limits among all that runs in it.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
const ATTEMPTS = 8;

/** What a run may tell the cloud port, and be told. */
export interface CloudOptions {
  /** Is told what is waited for, and what AWS warns of, in a line. */
  readonly say?: (line: string) => void;
  /** ARN of the execution role that the user made, if any. */
  readonly executionRole?: string | undefined;
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
  { say = () => {}, executionRole, limits = LIMITS }: CloudOptions = {},
): Cloud {
  const waits = { clock, say };
  const calls = { region, maxAttempts: ATTEMPTS, requestHandler: ofCalls(limits) };
  const lambda = (options: LambdaClientConfig) =>
    explained(new LambdaClient({ ...calls, ...options }), "lambda");
  const gateway = (options: APIGatewayClientConfig) =>
    explained(new APIGatewayClient({ ...calls, ...options }), "apigateway");
  return sealed({
    region,
    store: createBundleStore(createS3Clients(region, limits), region, clock),
    functions: createFunctions(
      lambda({}),
      // An invocation may last as long as a migration; the SDK must neither cut it short nor repeat it.
      lambda({ maxAttempts: 1, requestHandler: ofInvocations(limits) }),
      waits,
      executionRole,
    ),
    frontDoor: createRestApiDoor({
      gateway: gateway({}),
      once: gateway({ maxAttempts: 1 }),
      lambda: lambda({}),
      region,
      clock,
      say,
      executeApiUrl,
    }),
    roles: createRoles(
      explained(new IAMClient(calls), "iam"),
      explained(new STSClient(calls), "sts"),
      waits,
    ),
    schedules: createSchedules(explained(new SchedulerClient(calls), "scheduler"), waits),
    logs: createLogs(explained(new CloudWatchLogsClient(calls), "logs"), clock),
  });
}
