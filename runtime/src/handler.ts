import { Env } from "../../contract/environment.ts";
import { HOME_DIR, ROOT, RUN_DIR, SOCKET } from "../../contract/root.ts";
import { answerInvocation } from "./answer-invocation.ts";
import { registerExtension } from "./aws/extension.ts";
import { currentTraceId, readConfig } from "./config.ts";
import { readEventSettings } from "./events/event-settings.ts";
import type { LambdaContext } from "./events/lambda-context.ts";
import { readTrustedProxy } from "./events/trusted-proxy.ts";
import { readManifest } from "./loader/manifest.ts";
import { hasReferences, resolveReferences } from "./loader/references/resolve.ts";
import { coldStartMetric } from "./logs/cold-start-metric.ts";
import { LeftOutHeaders } from "./logs/left-out-headers.ts";
import { Once } from "./logs/once.ts";
import { Log } from "./logs/output.ts";
import { STDOUT } from "./logs/sink.ts";
import { readErrorStatuses } from "./requests/error-statuses.ts";
import { firstInvocation } from "./requests/first-invocation.ts";
import { ownAnswer } from "./requests/own-answer.ts";
import { type ResponseStream, streaming, writeResult } from "./requests/response-stream.ts";
import { addressOf } from "./server/address.ts";
import { onStrayErrors } from "./server/crash.ts";
import { Forwarder } from "./server/forwarder.ts";
import { readReadiness } from "./server/readiness.ts";
import { readRecycling } from "./server/recycling.ts";
import { Sandbox } from "./server/sandbox.ts";

/** Milliseconds of Lambda's 10 s for init after which the first invocation waits for the rest. */
const INIT_TIME = 9000;

/** Milliseconds between SIGTERM and SIGKILL that the rack server may use. */
const DRAIN = 400;

const startedAt = performance.now();
const config = readConfig();
const stdout = new Log(STDOUT, config.logsJson);
const { environment } = config;
readTrustedProxy(environment); // What is wrong with it fails the init.
const manifest = readManifest(config.taskRoot);
const sandbox = new Sandbox({
  manifest,
  s3: config.s3,
  root: ROOT,
  place: { runDir: RUN_DIR, socket: SOCKET, home: HOME_DIR },
  environment,
  resolve: hasReferences(environment)
    ? () => resolveReferences(environment, config.referenceUrls, config.s3)
    : undefined,
  output: stdout,
  readiness: readReadiness(environment),
  recycle: readRecycling(environment),
  startedAt,
});
const isErrorStatus = readErrorStatuses(environment);
const deps = {
  sandbox,
  forwarder: new Forwarder(addressOf(manifest.server, SOCKET)),
  output: stdout,
  leftOutHeaders: new LeftOutHeaders(stdout),
  once: new Once(stdout),
  lambdaUrl: config.lambdaUrl,
  requestTimeoutMs: config.requestTimeoutMs,
  logEvents: config.logEvents,
  onColdStart(requestId: string) {
    const { coldStart } = sandbox.history.report();
    if (!config.metrics || coldStart.totalMs === 0) return;
    const { [Env.app]: App = "app", [Env.stage]: Stage = "stage" } = environment;
    stdout.writeJson(coldStartMetric(config.metrics, { App, Stage }, { ...coldStart }, requestId));
  },
  // Maintenance is no failure: visitors are to read the page.
  failsInvocation: (status: number) => !config.maintenance && isErrorStatus(status),
  events: readEventSettings(environment),
  maintenance: config.maintenance,
  ownAnswer: ownAnswer(config, ROOT, sandbox, stdout),
};

onStrayErrors((line) => {
  stdout.write(line);
  stdout.writeNow();
  void sandbox.stop(0);
});
process.on("SIGTERM", () => void drain());

/** Ends the server by SIGTERM, so that the app's `at_exit` runs, and writes the last of its lines. */
async function drain(): Promise<void> {
  await sandbox.stop(DRAIN);
  await stdout.flush();
  process.exit(0);
}

const extension = registerExtension(environment.AWS_LAMBDA_RUNTIME_API);

// A bundle that cannot be loaded fails the init. A server that does not boot is the trouble only of the invocations
// that need it, and each of them tries again: `run` must get through to migrate the database that the server waits for.
async function boot(): Promise<void> {
  const booted = sandbox.ready().catch((error: Error) => {
    stdout.write(`megamode: ${error.message.split("\n", 1)[0]}\n`);
  });
  await sandbox.loaded();
  await booted;
}

// In maintenance only a message has the bundle loaded.
await Promise.race([
  Promise.all([config.maintenance ? undefined : boot(), extension]),
  new Promise((resolve) => setTimeout(resolve, INIT_TIME)),
]);

const isFirst = firstInvocation(performance.now());

/** Handles HTTP events, all other events, and our own messages: Lambda calls it. */
export const handler =
  manifest.responseMode === "stream" ? streaming(answerStreaming) : answerBuffered;

function answerBuffered(event: unknown, context: LambdaContext): Promise<unknown> {
  return answer(event, context);
}

/** Streams to a front door that asks for it. Anybody else gets the result that a handler without streaming returns. */
async function answerStreaming(
  event: unknown,
  stream: ResponseStream,
  context: LambdaContext,
): Promise<void> {
  const result = await answer(event, context, stream);
  if (result !== stream) writeResult(stream, result);
}

async function answer(
  event: unknown,
  context: LambdaContext,
  stream?: ResponseStream,
): Promise<unknown> {
  stdout.invocation = context.awsRequestId;
  try {
    const trustedProxy = readTrustedProxy(sandbox.environment);
    if (trustedProxy?.problem) deps.once.say("trusted-proxy", trustedProxy.problem);
    const invocation = {
      context,
      first: isFirst(performance.now()),
      traceId: currentTraceId(),
      publicUrl: config.publicUrl,
      trustedProxy,
      authorizationSource: config.authorizationSource,
    };
    return await answerInvocation(event, invocation, deps, stream);
  } finally {
    stdout.invocation = undefined;
    await stdout.flush();
  }
}
