import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { noting } from "./control/asked.ts";
import { openRequestLog } from "./control/request-log.ts";
import { createControlPlane } from "./control/server.ts";
import { createThrottle, type Trouble } from "./control/trouble.ts";
import type { Domain } from "./gateway/domains.ts";
import { createApiPorts } from "./gateway/ports/api-ports.ts";
import { openCertificate } from "./gateway/ports/certificate.ts";
import { listenOnStablePort } from "./http/stable-port.ts";
import { partitionOf } from "./partition.ts";
import { createApiGateway } from "./services/apigateway/apigateway.ts";
import type { RestApi } from "./services/apigateway/model.ts";
import {
  type Deployer,
  deployerKey,
  deployerPolicy,
  openDeployer,
} from "./services/iam/deployer.ts";
import { createIam } from "./services/iam/iam.ts";
import { DEFAULT_PROPAGATION, type Propagation } from "./services/iam/propagation.ts";
import { createSessions } from "./services/iam/sessions.ts";
import { openRoles } from "./services/iam/store.ts";
import { createSts } from "./services/iam/sts.ts";
import { createLambda, type LambdaFactory } from "./services/lambda/lambda.ts";
import { createLogs } from "./services/logs/logs.ts";
import { createS3, type S3Options } from "./services/s3/s3.ts";
import { createTargetInvoker } from "./services/scheduler/invoke.ts";
import type { Schedule } from "./services/scheduler/model.ts";
import { createRunner } from "./services/scheduler/runner.ts";
import { createScheduler } from "./services/scheduler/scheduler.ts";
import { createSecretsManager } from "./services/secretsmanager/secretsmanager.ts";
import type { Secret } from "./services/secretsmanager/store.ts";
import { createSsm } from "./services/ssm/ssm.ts";
import type { Parameter } from "./services/ssm/store.ts";
import { openFunctionLogs } from "./state/function-logs.ts";
import { openRecords } from "./state/records.ts";

/** How to start the embedded AWS. */
export interface AwsOptions {
  readonly stateDir: string;
  /** It decides the partition too: `us-gov-west-1` is in `aws-us-gov`. */
  readonly region?: string;
  /** The control plane's port. By default the port of the last start. */
  readonly port?: number;
  /** Another Lambda than the one with sandboxes, for tests of all the rest. */
  readonly lambda?: LambdaFactory;
  /** The clock of roles, buckets, schedules, functions and sandboxes, in epoch milliseconds. After a jump, call `catchUp()`. */
  readonly now?: () => number;
  /** Milliseconds after which an idle sandbox is ended. */
  readonly idleMs?: number;
  /** The speed of S3's responses, what goes wrong with them, and which buckets it does not hold. */
  readonly s3?: S3Options;
  /** What else goes wrong. */
  readonly trouble?: Trouble;
}

/** A running embedded AWS. */
export interface Aws {
  readonly endpoint: string;
  readonly region: string;
  readonly account: string;
  readonly credentials: Deployer;
  /** The PEM file of the authority that signs the APIs' certificates. */
  readonly caFile: string;
  /** The template of an API's base URL. */
  readonly apiUrl: string;
  /** Runs the schedules that are due, and ends the sandboxes that were idle for too long. */
  catchUp(): Promise<void>;
  close(): Promise<void>;
}

const ACCOUNT = "123456789012";
const SCHEDULER_POLL_MS = 1_000;

/** Starts S3, Lambda, API Gateway, EventBridge Scheduler, IAM, STS, CloudWatch Logs, and what keeps parameters and secrets, on 127.0.0.1. */
export async function startAws(options: AwsOptions): Promise<Aws> {
  const { stateDir, region = "eu-west-1", now = Date.now, trouble = {} } = options;
  const account = ACCOUNT;
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const deployer = openDeployer(stateDir);
  const roles = openRoles(join(stateDir, "roles"));
  const propagation: Propagation = {
    role: trouble.roleDelay ?? DEFAULT_PROPAGATION.role,
    policy: trouble.policyDelay ?? DEFAULT_PROPAGATION.policy,
    read: trouble.readDelay ?? DEFAULT_PROPAGATION.read,
  };
  const ofDeployer = deployerPolicy(stateDir);
  const sessions = createSessions(roles, account, ofDeployer, now, propagation.role);
  const logs = join(stateDir, "logs");
  const permits = noting(sessions.permits);
  let endpoint = "";
  const lambda = (options.lambda ?? createLambda)({
    stateDir,
    endpoint: () => endpoint,
    region,
    account,
    roles: { ...sessions, permits },
    nodeBinary: process.execPath,
    log: openFunctionLogs(logs),
    now,
    ...(options.idleMs !== undefined && { idleMs: options.idleMs }),
  });
  const schedules = openRecords<Schedule>(join(stateDir, "schedules"));
  const mayAssume = (roleArn: string) =>
    sessions.principalFor(roleArn, "scheduler.amazonaws.com", "check") !== undefined;
  const runner = createRunner(schedules, createTargetInvoker(lambda.service, sessions), now);
  const apis = openRecords<RestApi>(join(stateDir, "apis"));
  const certificate = await openCertificate(stateDir);
  const domains = openRecords<Domain>(join(stateDir, "domains"));
  const backend = { invoker: lambda.invoker, region, account };
  const ports = createApiPorts(apis, domains, certificate, backend);
  const key = deployerKey(deployer, account, partitionOf(region));
  const server = createControlPlane({
    services: [
      createS3({
        folder: join(stateDir, "s3"),
        region,
        account,
        permits,
        now,
        ...(trouble.bucketDelay !== undefined && { bucketDelay: trouble.bucketDelay }),
        ...options.s3,
      }),
      lambda.service,
      createApiGateway({ apis, ports, region, account }),
      createScheduler({ schedules, region, account, mayAssume, now }),
      createIam(roles, account, partitionOf(region), now, propagation),
      createSts(),
      createLogs(logs),
      createSsm({
        parameters: openRecords<Parameter>(join(stateDir, "parameters")),
        ...{ region, permits, now },
      }),
      createSecretsManager({
        secrets: openRecords<Secret>(join(stateDir, "secrets")),
        ...{ region, permits, now },
      }),
    ],
    region,
    findKey: (id) => (id === deployer.accessKeyId ? key : sessions.find(id)),
    permits,
    apiTags: (id) => apis.get(id)?.tags ?? {},
    throttle: createThrottle(trouble),
    log: openRequestLog(stateDir),
  });
  const port = await listenOnStablePort(server, join(stateDir, "port.json"), options.port);
  endpoint = `http://127.0.0.1:${port}`;
  await ports.reopen();
  const polling = setInterval(() => void runner.run(), SCHEDULER_POLL_MS);
  polling.unref();

  return {
    endpoint,
    region,
    account,
    credentials: deployer,
    caFile: certificate.caFile,
    apiUrl: "https://localhost:{api}",
    async catchUp() {
      await runner.run();
      await lambda.sweep();
    },
    async close() {
      clearInterval(polling);
      await ports.closeAll();
      await lambda.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
