// The runtime client of nodejs24.x, as a function sees it. It runs inside the sandbox and needs nothing but Node.
// It behaves like version 4 of AWS's client: it handles no stray rejections or exceptions, so they end the process.
import { next, openStream, post, postInitError } from "./api.mjs";
import { patchConsole } from "./console.mjs";
import { contextOf } from "./context.mjs";
import { describeError, logForm, RuntimeError } from "./errors.mjs";
import { loadHandler } from "./handler.mjs";
import {
  endWithError,
  highWaterMarkOf,
  responseStream,
  STREAM_HEADERS,
  setGlobal,
  streams,
} from "./stream.mjs";

const log = patchConsole();

async function initialise() {
  try {
    return await loadHandler(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER);
  } catch (error) {
    console.error("Init Error", `\t${logForm(error)}`);
    await postInitError(describeError(error));
    process.exit(1);
  }
}

async function answer(handler, invocation) {
  const { id } = invocation;
  const context = contextOf(invocation.headers);
  let body;
  try {
    body = stringify(await handler(JSON.parse(invocation.body), context));
  } catch (error) {
    console.error("Invoke Error", `\t${logForm(error)}`);
    const described = describeError(error);
    await post(`/invocation/${id}/error`, JSON.stringify(described), described.errorType);
    return;
  }
  await post(`/invocation/${id}/response`, body);
}

/** The handler's promise, and not its value, says that it is done. The stream must be ended by then. */
async function answerStreaming(handler, { id, headers, body }) {
  const { outgoing, reply } = openStream(id, STREAM_HEADERS, highWaterMarkOf(handler));
  reply.catch(() => {}); // Whoever awaits it learns of it.
  const stream = responseStream(outgoing);
  try {
    const result = handler(JSON.parse(body), stream, contextOf(headers));
    if (typeof result?.then !== "function") {
      throw new Error("Streaming does not support non-async handlers.");
    }
    if ((await result) !== undefined) console.warn("Streaming handlers ignore return values.");
    await reply;
    if (!stream.writableFinished) throw new Error("Response stream is not finished.");
  } catch (error) {
    console.error("Invoke Error", `\t${logForm(error)}`);
    await endWithError(outgoing, error);
    await reply.catch(() => {});
  }
}

function stringify(value) {
  try {
    return JSON.stringify(value === undefined ? null : value);
  } catch {
    throw new RuntimeError("Runtime.JSONStringifyError", "Unable to stringify response body");
  }
}

/** Waits until all output is written: Node buffers what a full pipe refuses, and would write it in a later invocation. */
async function flushed(stream) {
  while (stream.writableLength > 0) await new Promise((resolve) => stream.write("", resolve));
}

setGlobal();
const handler = await initialise();
const respond = streams(handler) ? answerStreaming : answer;
for (;;) {
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  const invocation = await next();
  log.requestId = invocation.id;
  process.env._X_AMZN_TRACE_ID = invocation.headers["lambda-runtime-trace-id"] ?? "";
  await respond(handler, invocation);
}
