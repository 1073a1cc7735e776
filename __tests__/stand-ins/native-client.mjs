// Stands in for the compiled part of AWS's runtime client, rapid-client.node, whose source is rapid-client.cc in its
// package. Loaded with `node --import`, before the client asks for the file.
import Module from "node:module";

const { Agent, request } = process.getBuiltinModule("node:http");
const [host, port] = (process.env.AWS_LAMBDA_RUNTIME_API ?? "").split(":");
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** The compiled one blocks while it posts. Here the next call waits for that instead: nothing comes between the two. */
let posting = Promise.resolve();

function send(method, path, headers = {}, body = undefined) {
  return new Promise((resolve, reject) => {
    const options = { host, port, agent, method, path: `/2018-06-01/runtime${path}`, headers };
    const outgoing = request(options, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({ headers: response.headers, bodyJson: Buffer.concat(chunks).toString() }),
      );
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

function post(path, body, headers) {
  const length = Buffer.byteLength(body);
  const all = { "content-type": "application/json", "content-length": length, ...headers };
  posting = send("POST", path, all, body);
  posting.catch(() => undefined); // The next call reports it.
}

const NAMES = ["aws-request-id", "invoked-function-arn", "trace-id"];
const OPTIONAL = ["client-context", "cognito-identity", "aws-tenant-id"];

const client = {
  async next() {
    await posting;
    const { headers, bodyJson } = await send("GET", "/invocation/next");
    const known = { "lambda-runtime-deadline-ms": Number(headers["lambda-runtime-deadline-ms"]) };
    for (const name of NAMES) {
      known[`lambda-runtime-${name}`] = headers[`lambda-runtime-${name}`] ?? "";
    }
    for (const name of OPTIONAL) {
      const value = headers[`lambda-runtime-${name}`];
      if (value) known[`lambda-runtime-${name}`] = value;
    }
    return { bodyJson, headers: known };
  },
  done(id, body) {
    post(`/invocation/${id}/response`, body);
  },
  error(id, body, cause) {
    post(`/invocation/${id}/error`, body, { "lambda-runtime-function-xray-error-cause": cause });
  },
};

Module._extensions[".node"] = (module) => {
  module.exports = client;
};
