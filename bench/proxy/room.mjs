// Runs the built proxy as Lambda does, in a mount namespace with a root of its own, and measures what it is told to. Writes
// the time at which it reads the proxy's file, in milliseconds since 1970. Then reads commands, one a line of JSON, and writes
// their results, all as lines of JSON to descriptor 3: descriptor 1 is the proxy's log.
import { readFileSync, writeSync } from "node:fs";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";

const SOCKET = "/tmp/mm/run/server.sock";
const clock = () => performance.timeOrigin + performance.now();
const tell = (value) => writeSync(3, `${JSON.stringify(value)}\n`);
const context = {
  awsRequestId: "8476a536-e9f4-11e8-9739-2dfe598c3fcd",
  functionName: "bench",
  functionVersion: "1",
  invokedFunctionArn: "arn:aws:lambda:eu-west-1:000000000000:function:bench:live",
  memoryLimitInMB: "1769",
  getRemainingTimeInMillis: () => 60_000,
};
globalThis.awslambda = {
  streamifyResponse: (handler) => handler,
  HttpResponseStream: { from: (stream) => stream },
};

tell({ begins: clock() });
const { handler } = await import(process.env.PROXY_FILE);

/** The cheapest client there is: a socket that stays open, and an answer whose end a length tells. */
function rawClient() {
  const socket = connect(SOCKET);
  let chunks = [];
  let wanted = 0;
  let done;
  socket.on("data", (bytes) => {
    chunks.push(bytes);
    if (wanted === 0) {
      const end = bytes.indexOf("\r\n\r\n");
      const length = /content-length: (\d+)/i.exec(bytes.latin1Slice(0, end));
      wanted = end + 4 + Number(length[1]);
    }
    wanted -= bytes.length;
    if (wanted === 0) done(chunks);
  });
  return {
    ask: (text) =>
      new Promise((resolve) => {
        chunks = [];
        done = resolve;
        socket.write(text);
      }),
    close: () => socket.destroy(),
  };
}

/** The request as the proxy would send it, but for what only the gem reads. */
function requestText({ httpMethod, path, multiValueHeaders, requestContext }) {
  const lines = Object.entries(multiValueHeaders).map(([name, [value]]) => `${name}: ${value}`);
  const more = {
    "x-forwarded-for": "127.0.0.1",
    "x-forwarded-proto": "https",
    "x-forwarded-port": "443",
    "x-forwarded-host": "localhost",
    "x-request-id": context.awsRequestId,
    "x-amzn-request-context": JSON.stringify(requestContext),
    "x-amzn-lambda-context": JSON.stringify(context),
  };
  for (const [name, value] of Object.entries(more)) lines.push(`${name}: ${value}`);
  return `${httpMethod} ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`;
}

const ways = {
  /** Up to 900 requests: Puma ends a connection after 999. */
  async raw(event, count) {
    const text = requestText(event);
    const raw = rawClient();
    await raw.ask(text);
    const times = [];
    for (let i = 0; i < count; i += 1) {
      const from = performance.now();
      await raw.ask(text);
      times.push(performance.now() - from);
    }
    raw.close();
    return times;
  },
  async handler(event, count) {
    const text = JSON.stringify(event);
    const times = [];
    for (let i = 0; i < count; i += 1) {
      const from = performance.now();
      const result = JSON.stringify(await handler(JSON.parse(text), context));
      times.push(performance.now() - from);
      if (i === 0 && !result.includes('"statusCode":200')) throw new Error(result.slice(0, 500));
    }
    return times;
  },
  /** Without the result as JSON, which is the runtime client's work. */
  async binary(event, count) {
    const times = [];
    for (let i = 0; i < count; i += 1) {
      const from = performance.now();
      const { isBase64Encoded } = await handler(event, context);
      times.push(performance.now() - from);
      if (!isBase64Encoded) throw new Error("the file came as text");
    }
    return times;
  },
  /** Of what has just been read, as in the handler: of one file again and again, it is a matter of the allocator's luck. */
  async base64(event, count) {
    const text = requestText(event);
    const raw = rawClient();
    const times = [];
    for (let i = 0; i < count; i += 1) {
      const answer = Buffer.concat(await raw.ask(text));
      const file = answer.subarray(answer.indexOf("\r\n\r\n") + 4);
      const from = performance.now();
      file.toString("base64");
      times.push(performance.now() - from);
    }
    raw.close();
    return times;
  },
};

function rssMb() {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))[1]) / 1024;
}

/** Takes a stream as Lambda does. The first line of its body is the app's clock, in seconds. */
async function stream(event) {
  const before = rssMb();
  let most = before;
  let bytes = 0;
  let firstByteMs;
  const sink = new Writable({
    highWaterMark: 64 * 1024,
    write(chunk, _, done) {
      if (firstByteMs === undefined && chunk.length > 0) {
        firstByteMs = clock() - 1000 * Number(chunk.toString().split("\n", 1)[0]);
      }
      bytes += chunk.length;
      most = Math.max(most, rssMb());
      setImmediate(done);
    },
  });
  await handler(event, sink, context);
  return { bytes, firstByteMs, grownMb: most - before };
}

for await (const line of createInterface({ input: process.stdin })) {
  const { way, event, count } = JSON.parse(line);
  if (way === "rss") tell({ rssMb: rssMb() });
  else if (way === "stream") tell(await stream(event));
  else tell(await ways[way](event, count));
}
