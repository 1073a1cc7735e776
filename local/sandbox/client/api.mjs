// As AWS's client does it: `import` would read every name that the module exports, and one of them loads the whole fetch
// API. Every cold start here would take 40 ms longer than on AWS.
// https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/blob/main/src/client/rapid-client.ts
const { Agent, request } = process.getBuiltinModule("node:http");
const { createConnection } = process.getBuiltinModule("node:net");

const [host, port] = (process.env.AWS_LAMBDA_RUNTIME_API ?? "").split(":");
const agent = new Agent({ keepAlive: true });

function open(method, path, headers) {
  return request({ host, port, agent, method, path: `/2018-06-01/runtime${path}`, headers });
}

/** Waits for the next invocation. */
export async function next() {
  const { headers, body } = await finish(open("GET", "/invocation/next", {}));
  return { id: headers["lambda-runtime-aws-request-id"], headers, body };
}

/** @param errorType sent as a header if the body describes an error */
export async function post(path, body, errorType) {
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    ...(errorType && { "lambda-runtime-function-error-type": headerSafe(errorType) }),
  };
  await finish(open("POST", path, headers), body);
}

/**
 * Begins to post the response of an invocation that streams.
 * @returns the request, and a promise of the reply
 */
export function openStream(id, headers, highWaterMark) {
  const path = `/2018-06-01/runtime/invocation/${id}/response`;
  agent.createConnection = (options) => createConnection({ ...options, highWaterMark });
  const outgoing = request({ host, port, agent, method: "POST", path, headers });
  return { outgoing, reply: replyTo(outgoing) };
}

export function postInitError(described) {
  return post("/init/error", JSON.stringify(described), described.errorType);
}

/** Sends a request's body, if it has one, and reads the reply. */
function finish(outgoing, body) {
  const reply = replyTo(outgoing);
  outgoing.end(body);
  return reply;
}

function replyTo(outgoing) {
  return new Promise((resolve, reject) => {
    outgoing.on("error", reject);
    outgoing.on("response", (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({ headers: response.headers, body: Buffer.concat(chunks).toString("utf8") }),
      );
    });
  });
}

const headerSafe = (text) => String(text).replace(/[^\x20-\x7e]/g, "?");
