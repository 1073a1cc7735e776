import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { STSClient } from "@aws-sdk/client-sts";
import { type Aws, startAws } from "../../local/aws.ts";
import type { Trouble } from "../../local/control/trouble.ts";
import { AwsError, type FunctionInvoker, type Roles } from "../../local/service.ts";
import type { LambdaFactory } from "../../local/services/lambda/lambda.ts";
import type { S3Options } from "../../local/services/s3/s3.ts";

/** A Lambda whose functions a test writes. It also hands out the credentials that a sandbox would get. */
export interface FakeLambda {
  readonly factory: LambdaFactory;
  /** What an invocation returns. It may throw. */
  invoke: FunctionInvoker["invoke"];
  roles: Roles | undefined;
}

export function fakeLambda(): FakeLambda {
  const lambda: FakeLambda = {
    roles: undefined,
    invoke: async () => ({ payload: Buffer.from(JSON.stringify({ statusCode: 200, body: "ok" })) }),
    factory: ({ roles }) => {
      lambda.roles = roles;
      return {
        service: {
          name: "lambda",
          protocol: "rest-json",
          handle: async () => {
            throw new AwsError(501, "NotImplemented", "No functions here");
          },
        },
        invoker: { invoke: (...args) => lambda.invoke(...args) },
        sweep: async () => {},
        close: async () => {},
      };
    },
  };
  return lambda;
}

export interface StandIn {
  aws: Aws;
  readonly stateDir: string;
  readonly lambda: FakeLambda;
  /** Moves the clock on, so that new roles can be assumed. @param milliseconds one second by default */
  settle(milliseconds?: number): void;
  /** Stops the embedded AWS and starts it again on the same state. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function openStandIn(s3: S3Options = {}, trouble: Trouble = {}): Promise<StandIn> {
  const stateDir = mkdtempSync(join(tmpdir(), "megamode-local-"));
  const lambda = fakeLambda();
  let time = Date.now();
  const start = () => startAws({ stateDir, lambda: lambda.factory, s3, trouble, now: () => time });
  const standIn: StandIn = {
    aws: await start(),
    stateDir,
    lambda,
    settle(milliseconds = 1000) {
      time += milliseconds;
    },
    async restart() {
      await standIn.aws.close();
      standIn.aws = await start();
    },
    async close() {
      await standIn.aws.close();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
  return standIn;
}

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The SDK's own clients, which call the embedded AWS. */
export function clientsOf(aws: Aws, credentials: Credentials = aws.credentials) {
  const config = {
    endpoint: aws.endpoint,
    region: aws.region,
    credentials: { ...credentials },
    maxAttempts: 1,
  };
  return {
    s3: new S3Client({ ...config, forcePathStyle: true }),
    iam: new IAMClient(config),
    sts: new STSClient(config),
    gateway: new APIGatewayClient(config),
    lambda: new LambdaClient(config),
    scheduler: new SchedulerClient(config),
    logs: new CloudWatchLogsClient(config),
  };
}
