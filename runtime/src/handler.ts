import { Env } from "../../contract/environment.ts";
import { HOME_DIR, ROOT, RUN_DIR, SOCKET } from "../../contract/root.ts";
import { currentTraceId, readConfig } from "./config.ts";
import { readEventSettings } from "./events/event-settings.ts";
import { eventSource } from "./events/event-source.ts";
import type { LambdaContext } from "./events/lambda-context.ts";
import { recognise } from "./events/recognise.ts";
import { readTrustedProxy } from "./events/trusted-proxy.ts";
import { readManifest } from "./loader/manifest.ts";
import { coldStartMetric } from "./logs/cold-start-metric.ts";
import { LeftOutHeaders } from "./logs/left-out-headers.ts";
import { Once } from "./logs/once.ts";
import { Log, STDOUT } from "./logs/output.ts";
import { dispatch } from "./messages/dispatch.ts";
import { parseMessage } from "./messages/parse.ts";
import { answerHttp } from "./requests/answer.ts";
import { answerEvent } from "./requests/answer-event.ts";
import { readErrorStatuses } from "./requests/error-statuses.ts";
import { firstInvocation } from "./requests/first-invocation.ts";
import { addressOf } from "./server/address.ts";
import { onStrayErrors } from "./server/crash.ts";
import { Forwarder } from "./server/forwarder.ts";
import { Sandbox } from "./server/sandbox.ts";

/** Milliseconds of Lambda's 10 s for init after which the first invocation waits for the rest. */
const INIT_TIME = 9000;

/** Milliseconds between SIGTERM and SIGKILL that the rack server may use. */
const DRAIN = 400;

const startedAt = performance.now();
const config = readConfig();
const stdout = new Log(STDOUT, config.logsJson);
const manifest = readManifest(config.taskRoot);
const inFront = {
  publicUrl: config.publicUrl,
  trustedProxy: readTrustedProxy(config.environment),
  authorizationSource: config.authorizationSource,
};
const sandbox = new Sandbox({
  manifest,
  s3: config.s3,
  root: ROOT,
  place: { runDir: RUN_DIR, socket: SOCKET, home: HOME_DIR },
  environment: config.environment,
  output: stdout,
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
  failsInvocation: readErrorStatuses(config.environment),
  events: readEventSettings(config.environment),
  logEvents: config.logEvents,
  onColdStart(requestId: string) {
    const { coldStart } = sandbox.report();
    if (!config.metrics || coldStart.totalMs === 0) return;
    const { [Env.app]: App = "app", [Env.stage]: Stage = "stage" } = config.environment;
    stdout.writeJson(coldStartMetric(config.metrics, { App, Stage }, { ...coldStart }, requestId));
  },
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

// A bundle that cannot be loaded fails the init. A server that does not boot fails only the invocations that need
// it, and each of them tries again: `run` must get through to migrate the database that the server waits for.
const booted = sandbox.ready().catch((error: Error) => {
  stdout.write(`megamode: ${error.message.split("\n", 1)[0]}\n`);
});
await Promise.race([
  sandbox.loaded().then(() => booted),
  new Promise((resolve) => setTimeout(resolve, INIT_TIME)),
]);

const isFirst = firstInvocation(performance.now());

/** Handles HTTP events, all other events, and our own messages: Lambda calls it. */
export async function handler(event: unknown, context: LambdaContext): Promise<unknown> {
  stdout.invocation = context.awsRequestId;
  const first = isFirst(performance.now());
  const invocation = { context, traceId: currentTraceId(), first, ...inFront };
  try {
    const message = parseMessage(event);
    if (message) return await dispatch(message, invocation, deps);
    const recognised = recognise(event, deps.events.path);
    switch (recognised.kind) {
      case "http":
        return await answerHttp(recognised.adapter, event, invocation, deps);
      case "refused":
        throw new Error(recognised.reason);
      case "answered":
        stdout.write(`megamode: Answered a warm-up of ${eventSource(event)} without the app.\n`);
        return {};
      default:
        return await answerEvent(event, invocation, deps);
    }
  } finally {
    stdout.invocation = undefined;
    await stdout.flush();
  }
}
