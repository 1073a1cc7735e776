import { Env } from "../../contract/environment.ts";
import { HOME_DIR, ROOT, RUN_DIR, SOCKET } from "../../contract/root.ts";
import { registerExtension } from "./aws/extension.ts";
import { currentTraceId, readConfig } from "./config.ts";
import { openPathWarning, readEventSettings } from "./events/event-settings.ts";
import { eventSource } from "./events/event-source.ts";
import type { LambdaContext } from "./events/lambda-context.ts";
import { recognise } from "./events/recognise.ts";
import { readTrustedProxy } from "./events/trusted-proxy.ts";
import { readManifest } from "./loader/manifest.ts";
import { hasReferences, resolveReferences } from "./loader/references/resolve.ts";
import { coldStartMetric } from "./logs/cold-start-metric.ts";
import { LeftOutHeaders } from "./logs/left-out-headers.ts";
import { Once } from "./logs/once.ts";
import { Log } from "./logs/output.ts";
import { STDOUT } from "./logs/sink.ts";
import { dispatch } from "./messages/dispatch.ts";
import { parseMessage } from "./messages/parse.ts";
import { answerHttp, type RequestDeps } from "./requests/answer.ts";
import { answerEvent } from "./requests/answer-event.ts";
import { readErrorStatuses } from "./requests/error-statuses.ts";
import { firstInvocation } from "./requests/first-invocation.ts";
import { inMaintenance } from "./requests/maintenance.ts";
import { type ResponseStream, streaming, writeResult } from "./requests/response-stream.ts";
import { staticFiles } from "./requests/static-files.ts";
import { streamHttp } from "./requests/stream-http.ts";
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
  readiness: readReadiness(config.environment),
  recycle: readRecycling(config.environment),
  startedAt,
});
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
    const { coldStart } = sandbox.report();
    if (!config.metrics || coldStart.totalMs === 0) return;
    const { [Env.app]: App = "app", [Env.stage]: Stage = "stage" } = config.environment;
    stdout.writeJson(coldStartMetric(config.metrics, { App, Stage }, { ...coldStart }, requestId));
  },
  failsInvocation: readErrorStatuses(config.environment),
  events: readEventSettings(config.environment),
  maintenance: config.maintenance,
  ownAnswer: ownAnswer(),
};

const warning = openPathWarning(deps.events, manifest.server);
if (warning) stdout.write(`megamode: ${warning}\n`);

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

const extension = registerExtension(config.environment.AWS_LAMBDA_RUNTIME_API);

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

function ownAnswer(): RequestDeps["ownAnswer"] {
  const { maintenance, staticPaths } = config;
  if (maintenance) return inMaintenance(maintenance);
  if (staticPaths.length === 0) return undefined;
  return staticFiles(staticPaths, `${ROOT}/app/public`, sandbox);
}

/** Handles HTTP events, all other events, and our own messages: Lambda calls it. */
export const handler =
  manifest.responseMode === "stream" ? streaming(answerStreaming) : answerBuffered;

async function answerBuffered(event: unknown, context: LambdaContext): Promise<unknown> {
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

/** @returns the result; the stream if it has taken the answer */
async function answer(
  event: unknown,
  context: LambdaContext,
  stream?: ResponseStream,
): Promise<unknown> {
  stdout.invocation = context.awsRequestId;
  const invocation = {
    context,
    first: isFirst(performance.now()),
    traceId: currentTraceId(),
    publicUrl: config.publicUrl,
    trustedProxy: readTrustedProxy(sandbox.environment),
    authorizationSource: config.authorizationSource,
  };
  try {
    const message = parseMessage(event);
    if (message) return await dispatch(message, invocation, deps);
    const recognised = recognise(event, deps.events.path);
    switch (recognised.kind) {
      case "http": {
        const { adapter } = recognised;
        if (stream && adapter.toPrelude?.(event, { status: 200, headers: [] })) {
          await streamHttp(adapter, event, invocation, deps, stream);
          return stream;
        }
        return await answerHttp(adapter, event, invocation, deps);
      }
      case "refused":
        throw new Error(recognised.reason);
      case "answered":
        stdout.write(`megamode: Answered a warm-up of ${eventSource(event)} without the app.\n`);
        return {};
      default:
        if (config.maintenance) {
          throw new Error(`${Env.maintenance} is set: the event was not given to the app`);
        }
        return await answerEvent(event, invocation, deps);
    }
  } finally {
    stdout.invocation = undefined;
    await stdout.flush();
  }
}
