import { HOME_DIR, ROOT, RUN_DIR, SOCKET } from "../../contract/root.ts";
import { registerExtension } from "./aws/extension.ts";
import { currentTraceId, readConfig } from "./config.ts";
import { chooseAdapter } from "./events/adapters.ts";
import type { LambdaContext } from "./events/lambda-context.ts";
import { readTrustedProxy } from "./events/trusted-proxy.ts";
import { readManifest } from "./loader/manifest.ts";
import { LeftOutHeaders } from "./logs/left-out-headers.ts";
import { stdout } from "./logs/output.ts";
import { dispatch } from "./messages/dispatch.ts";
import { parseMessage } from "./messages/parse.ts";
import { answerHttp } from "./requests/answer.ts";
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
const inFront = { publicUrl: config.publicUrl, trustedProxy: readTrustedProxy(config.environment) };
const manifest = readManifest(config.taskRoot);
const sandbox = new Sandbox({
  manifest,
  s3: config.s3,
  root: ROOT,
  place: { runDir: RUN_DIR, socket: SOCKET, home: HOME_DIR },
  environment: config.environment,
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
  lambdaUrl: config.lambdaUrl,
  requestTimeoutMs: config.requestTimeoutMs,
};

onStrayErrors(() => void sandbox.stop(0));
process.on("SIGTERM", () => void drain());

/** Ends the server by SIGTERM, so that the app's `at_exit` runs, and writes the last of its lines. */
async function drain(): Promise<void> {
  await sandbox.stop(DRAIN);
  await stdout.flush();
  process.exit(0);
}

const extension = registerExtension(config.environment.AWS_LAMBDA_RUNTIME_API);

// A bundle that cannot be loaded fails the init. A server that does not boot fails only the invocations that need
// it, and each of them tries again: `run` must get through to migrate the database that the server waits for.
const booted = sandbox.ready().catch((error: Error) => {
  stdout.write(`megamode: ${error.message.split("\n", 1)[0]}\n`);
});
await Promise.race([
  Promise.all([sandbox.loaded().then(() => booted), extension]),
  new Promise((resolve) => setTimeout(resolve, INIT_TIME)),
]);

/** Handles HTTP events and our own messages: Lambda calls it. */
export async function handler(event: unknown, context: LambdaContext): Promise<unknown> {
  const invocation = { context, traceId: currentTraceId(), ...inFront };
  try {
    const message = parseMessage(event);
    if (message) return await dispatch(message, invocation, deps);
    return await answerHttp(chooseAdapter(event), event, invocation, deps);
  } finally {
    await stdout.flush();
  }
}
