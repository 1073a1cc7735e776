import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { zipSync } from "fflate";
import { LAMBDA_NODE } from "../../contract/lambda-image.ts";
import { MANIFEST_FILE, type Manifest } from "../../contract/manifest.ts";
import { APP_DIR, SOCKET } from "../../contract/root.ts";
import { type Answered, CLIENTS, ClientAccount } from "../both-clients.ts";
import { bubblewrapRuns } from "../machines.ts";
import { archive } from "../runtime/loader/archives.ts";
import { S3Server } from "../runtime/loader/s3-server.ts";

const PROJECT = resolve(import.meta.dirname, "../..");
const HANDLER = readFileSync(join(PROJECT, "dist/runtime/index.mjs"));
const SERVER = readFileSync(join(PROJECT, "__tests__/fixtures/runtime/streaming-server.mjs"));
const PRELUDE_END = "\0".repeat(8);
const always = bubblewrapRuns ? describe : describe.skip;

const functionUrl = (path: string) => ({
  version: "2.0",
  routeKey: "$default",
  rawPath: path,
  rawQueryString: "",
  headers: { host: "abc.lambda-url.eu-west-1.on.aws" },
  requestContext: {
    domainName: "abc.lambda-url.eu-west-1.on.aws",
    http: { method: "GET", path, sourceIp: "203.0.113.9" },
    stage: "$default",
  },
  isBase64Encoded: false,
});
const restApi = (path: string, responseMode?: "stream") => ({
  resource: "/{proxy+}",
  path,
  httpMethod: "GET",
  headers: { Host: "abc.execute-api.eu-west-1.amazonaws.com" },
  pathParameters: { proxy: path.slice(1) },
  stageVariables: responseMode ? { responseMode } : null,
  requestContext: { resourceId: "r", path: `/dev${path}`, identity: { sourceIp: "203.0.113.9" } },
  body: null,
  isBase64Encoded: false,
});
const AUTHORIZER = { type: "REQUEST", methodArn: "arn:aws:execute-api:eu-west-1:1:a/s/GET/" };

/** What came of an invocation: of a streamed one its prelude and its body, of another its result. */
function parsed({ body, error }: Answered) {
  const [head = "", rest] = body.split(PRELUDE_END);
  const json = head === "" ? undefined : JSON.parse(head);
  return { head: json, body: rest, error };
}

always.each(CLIENTS)("the built handler under %s", (name) => {
  let s3: S3Server;
  let account: ClientAccount;
  beforeAll(async () => {
    s3 = new S3Server();
    const { endpoint = "", bucket } = await s3.start();
    const app = await archive("app", [{ name: "app/server.mjs", content: SERVER }]);
    const manifest: Manifest = {
      schema: 1,
      archives: s3.store(app),
      server: {
        argv: [LAMBDA_NODE, `${APP_DIR}/server.mjs`, SOCKET],
        cwd: APP_DIR,
        env: {},
        defaults: {},
      },
      label: "Rack",
      healthCheck: { path: "/" },
    };
    const code = (more: Partial<Manifest>) =>
      zipSync({
        "index.mjs": HANDLER,
        [MANIFEST_FILE]: Buffer.from(JSON.stringify({ ...manifest, ...more })),
      });
    const variables = {
      MEGAMODE_BUCKET: bucket,
      AWS_ENDPOINT_URL_S3: endpoint,
      MEGAMODE_ERROR_STATUS_CODES: "503",
    };
    account = await ClientAccount.open(name);
    await account.create("buffered", code({}), variables);
    await account.create("streamed", code({ responseMode: "stream" }), variables);
    await account.create("bucketless", code({}), { AWS_ENDPOINT_URL_S3: endpoint });
  });
  afterAll(async () => {
    await account?.close();
    await s3?.stop();
  });

  const ask = async (functionName: string, event: unknown) =>
    parsed(await account.invoke(functionName, event));

  test("buffered: a result", async () => {
    expect(await ask("buffered", restApi("/posts"))).toMatchObject({
      head: { statusCode: 200, body: "GET /posts", isBase64Encoded: false },
      error: undefined,
    });
    expect((await ask("buffered", functionUrl("/pieces"))).head).toMatchObject({
      statusCode: 201,
      cookies: ["a=1", "b=2"],
      body: "one, two",
    });
  });

  test("buffered: a server that dies is a page, and the next request finds a new one", async () => {
    expect((await ask("buffered", restApi("/dies"))).head.statusCode).toBe(502);
    expect((await ask("buffered", restApi("/posts"))).head.statusCode).toBe(200);
  });

  test("buffered: an error fails the invocation", async () => {
    expect(await ask("buffered", AUTHORIZER)).toMatchObject({
      head: undefined,
      error: { errorMessage: expect.stringContaining("authorizer") },
    });
    expect((await ask("buffered", restApi("/unwell"))).error?.errorMessage).toContain("503");
  });

  test("a variable that is missing fails the init, and the error names it", async () => {
    const { error } = await ask("bucketless", restApi("/posts"));
    expect(error?.errorMessage).toContain("MEGAMODE_BUCKET");
  });

  test("streamed: a prelude and the body", async () => {
    expect(await ask("streamed", functionUrl("/pieces"))).toMatchObject({
      head: { statusCode: 201, cookies: ["a=1", "b=2"], headers: { "content-type": "text/plain" } },
      body: "one, two",
      error: undefined,
    });
    expect(await ask("streamed", restApi("/pieces", "stream"))).toMatchObject({
      head: { statusCode: 201, multiValueHeaders: { "set-cookie": ["a=1", "b=2"] } },
      body: "one, two",
      error: undefined,
    });
  });

  test("streamed: a prelude before an empty body", async () => {
    expect(await ask("streamed", functionUrl("/empty"))).toMatchObject({
      head: { statusCode: 204 },
      body: "",
      error: undefined,
    });
  });

  test("streamed: the whole result for a front door that does not stream", async () => {
    expect(await ask("streamed", restApi("/posts"))).toMatchObject({
      head: { statusCode: 200, body: "GET /posts" },
      body: undefined,
      error: undefined,
    });
  });

  test("streamed: a server that dies before its head is a page", async () => {
    const { head, error } = await ask("streamed", functionUrl("/dies"));
    expect([head.statusCode, error]).toEqual([502, undefined]);
  });

  test("streamed: an error before the head fails the invocation", async () => {
    expect(await ask("streamed", AUTHORIZER)).toMatchObject({
      head: undefined,
      error: { errorMessage: expect.stringContaining("authorizer") },
    });
    expect((await ask("streamed", functionUrl("/unwell"))).error?.errorMessage).toContain("503");
  });

  test("streamed: a server that dies half-way ends the stream with an error", async () => {
    const { head, body, error } = await ask("streamed", functionUrl("/broken"));
    expect([head.statusCode, body]).toEqual([200, "half"]);
    expect(error?.errorMessage).toMatch(/./);
    expect((await ask("streamed", functionUrl("/posts"))).body).toBe("GET /posts");
  });
});
