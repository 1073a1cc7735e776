import { readFileSync } from "node:fs";
import { request as http } from "node:http";
import { request as https } from "node:https";
import {
  type APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  DeleteRestApiCommand,
  GetDeploymentCommand,
  GetResourcesCommand,
  GetRestApisCommand,
  GetStageCommand,
  GetStagesCommand,
  GetTagsCommand,
  PutRestApiCommand,
  TagResourceCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-api-gateway";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { AwsError } from "../../../../local/service.ts";
import { clientsOf, openStandIn, type StandIn } from "../../stand-in.ts";

let standIn: StandIn;
let gateway: APIGatewayClient;
beforeAll(async () => {
  standIn = await openStandIn();
  ({ gateway } = clientsOf(standIn.aws));
});
afterAll(() => standIn.close());

const named = (name: string) => expect.objectContaining({ name });

function definition(
  name: string,
  more: {
    binary?: string[];
    paths?: string[];
    fn?: string;
    member?: object;
    timeout?: number;
    responses?: object | null;
  } = {},
) {
  const { binary = ["*/*"], paths = ["/", "/{proxy+}"], fn = "app:live" } = more;
  const { responses = { 200: { description: "any" } } } = more;
  const any = {
    "x-amazon-apigateway-any-method": {
      ...(responses !== null && { responses }),
      "x-amazon-apigateway-integration": {
        type: "aws_proxy",
        httpMethod: "POST",
        timeoutInMillis: more.timeout ?? 29_000,
        uri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:${fn}/invocations`,
        ...more.member,
      },
    },
  };
  return Buffer.from(
    JSON.stringify({
      openapi: "3.0.1",
      info: { title: name, version: "1" },
      ...(binary.length > 0 && { "x-amazon-apigateway-binary-media-types": binary }),
      paths: Object.fromEntries(paths.map((path) => [path, any])),
    }),
  );
}

const createApi = async (name: string, more = {}) => {
  const endpointConfiguration = { types: ["REGIONAL" as const] };
  const { id: restApiId = "" } = await gateway.send(
    new CreateRestApiCommand({ name, endpointConfiguration }),
  );
  const body = definition(name, more);
  await gateway.send(new PutRestApiCommand({ restApiId, mode: "overwrite", body }));
  return restApiId;
};
const deploy = (restApiId: string, stageName?: string, more = {}) =>
  gateway.send(
    new CreateDeploymentCommand({ restApiId, ...(stageName && { stageName }), ...more }),
  );

interface Reply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  rawHeaders: string[];
  body: Buffer;
}

function ask(
  base: string,
  path: string,
  options: {
    method?: string;
    headers?: Record<string, string | string[]>;
    body?: string | Buffer;
  } = {},
): Promise<Reply> {
  const { port, protocol } = new URL(base);
  return new Promise((resolve, reject) => {
    const outgoing = (protocol === "https:" ? https : http)(
      {
        host: "localhost",
        port,
        path,
        method: options.method ?? "GET",
        headers: options.headers ?? {},
        agent: false,
        ...(protocol === "https:" && {
          ca: readFileSync(standIn.aws.caFile),
          servername: "localhost",
        }),
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (data: Buffer) => chunks.push(data));
        // Also where the response breaks off behind its head.
        response.on("error", reject);
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            rawHeaders: response.rawHeaders,
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    outgoing.on("error", reject);
    outgoing.end(options.body);
  });
}

const urlOf = (id: string) => standIn.aws.apiUrl.replace("{api}", id);
const answer = (result: unknown) => async () => ({ payload: Buffer.from(JSON.stringify(result)) });

describe("a REST API", () => {
  test("is found by name among pages of APIs, with its tags", async () => {
    const id = await createApi("tagged");
    await createApi("second");
    expect(id).toMatch(/^[a-z0-9]{10}$/);
    const resourceArn = `arn:aws:apigateway:eu-west-1::/restapis/${id}`;
    await gateway.send(new TagResourceCommand({ resourceArn, tags: { "megamode:app": "blog" } }));
    expect((await gateway.send(new GetTagsCommand({ resourceArn }))).tags).toEqual({
      "megamode:app": "blog",
    });
    const first = await gateway.send(new GetRestApisCommand({ limit: 1 }));
    const second = await gateway.send(
      new GetRestApisCommand({ limit: 500, position: first.position }),
    );
    const all = [...(first.items ?? []), ...(second.items ?? [])];
    expect(first.items).toHaveLength(1);
    expect(all.find(({ name }) => name === "tagged")).toMatchObject({
      id,
      tags: { "megamode:app": "blog" },
      endpointConfiguration: { types: ["REGIONAL"] },
      createdDate: expect.any(Date),
    });
  });

  test("may have its tags from the start, and a name that another has", async () => {
    const create = async (tags?: Record<string, string>) =>
      gateway.send(new CreateRestApiCommand({ name: "twin", ...(tags && { tags }) }));
    const [one, other] = [await create({ a: "b" }), await create()];
    expect([one.tags, other.tags]).toEqual([{ a: "b" }, undefined]);
    expect(other.id).not.toBe(one.id);
    await expect(create({ "aws:a": "b" })).rejects.toThrow(/Invalid tag/);
    await expect(deploy(one.id ?? "", "s")).rejects.toThrow(/doesn't contain any methods/);
  });

  test("keeps id, tags and kind of endpoint when it is overwritten", async () => {
    const { id: restApiId } = await gateway.send(
      new CreateRestApiCommand({ name: "kept", tags: { a: "b" } }),
    );
    const body = definition("renamed");
    const put = await gateway.send(new PutRestApiCommand({ restApiId, mode: "overwrite", body }));
    expect(put).toMatchObject({ id: restApiId, name: "renamed", tags: { a: "b" } });
    expect(put.endpointConfiguration?.types).toEqual(["EDGE"]);
  });

  test("tells what its methods invoke, to whoever asks for methods", async () => {
    const restApiId = await createApi("told", { paths: ["/one"] });
    const [plain] = (await gateway.send(new GetResourcesCommand({ restApiId }))).items ?? [];
    expect(plain).toEqual({ id: expect.any(String), path: "/one" });
    const { items } = await gateway.send(
      new GetResourcesCommand({ restApiId, embed: ["methods"] }),
    );
    const uri =
      "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:app:live/invocations";
    expect(items?.[0]?.resourceMethods?.ANY?.methodIntegration).toMatchObject({ uri });
  });

  test("that declares no responses is warned of, or refused where warnings shall fail it", async () => {
    const restApiId = await createApi("warned");
    const body = definition("warned", { paths: ["/one"], responses: null });
    const put = (failOnWarnings: boolean) =>
      gateway.send(new PutRestApiCommand({ restApiId, mode: "overwrite", failOnWarnings, body }));
    const warning =
      "Parse issue: attribute paths.'/one'(x-amazon-apigateway-any-method).responses is missing";
    await expect(put(true)).rejects.toMatchObject({
      name: "BadRequestException",
      message: `Warnings found during import:\n\t${warning}`,
    });
    const { items } = await gateway.send(new GetResourcesCommand({ restApiId }));
    expect(items?.map(({ path }) => path)).toEqual(["/", "/{proxy+}"]);
    expect((await put(false)).warnings).toEqual([warning]);
  });

  test("is gone after it is deleted", async () => {
    const restApiId = await createApi("deleted");
    await gateway.send(new DeleteRestApiCommand({ restApiId }));
    await expect(gateway.send(new DeleteRestApiCommand({ restApiId }))).rejects.toThrow(
      named("NotFoundException"),
    );
    await expect(ask(urlOf(restApiId), "/production")).rejects.toThrow(/ECONNREFUSED/);
  });

  test.each([
    ["an unknown member", { member: { cacheNamespace: "x" } }, /cacheNamespace/],
    ["another method than POST", { member: { httpMethod: "GET" } }, /must be POST/],
    ["a function that is no ARN", { fn: "nonsense name" }, /Invalid ARN/],
    ["too long a timeout", { timeout: 30_000 }, /29000/],
    ["a greedy part that is not the last", { paths: ["/{proxy+}/more"] }, /not valid/],
    ["streaming by Invoke", { member: { responseTransferMode: "STREAM" } }, /Invalid ARN/],
  ])("is refused with %s", async (_, more, message) => {
    await expect(createApi("wrong", more)).rejects.toThrow(message);
  });

  test("merges a definition by default, and is replaced by it on request", async () => {
    const restApiId = await createApi("merged", { paths: ["/one"], binary: ["image/png"] });
    const body = definition("merged", { paths: ["/two"], binary: [] });
    const put = (mode?: "overwrite" | "merge") =>
      gateway.send(new PutRestApiCommand({ restApiId, body, ...(mode && { mode }) }));
    expect((await put()).binaryMediaTypes).toEqual(["image/png"]);
    await deploy(restApiId, "s");
    expect((await ask(urlOf(restApiId), "/s/one")).status).toBe(200);
    expect((await put("overwrite")).binaryMediaTypes).toBeUndefined();
    await deploy(restApiId, "s");
    expect((await ask(urlOf(restApiId), "/s/one")).status).toBe(403);
    expect((await ask(urlOf(restApiId), "/s/two")).status).toBe(200);
  });
});

describe("an integration that streams", () => {
  const NULS = Buffer.alloc(8);
  const uri =
    "arn:aws:apigateway:eu-west-1:lambda:path/2021-11-15/functions/arn:aws:lambda:eu-west-1:123456789012:function:app:live/response-streaming-invocations";
  let id: string;
  let wholeAnswer: typeof standIn.lambda.invoke;
  beforeAll(async () => {
    wholeAnswer = standIn.lambda.invoke;
    id = await createApi("streams", { member: { responseTransferMode: "STREAM", uri } });
    await deploy(id, "s");
  });
  afterAll(() => {
    standIn.lambda.invoke = wholeAnswer;
  });

  test("is described as such", async () => {
    const { items } = await gateway.send(
      new GetResourcesCommand({ restApiId: id, embed: ["methods"] }),
    );
    const described = items?.[0]?.resourceMethods?.ANY?.methodIntegration;
    expect(described).toMatchObject({ uri, responseTransferMode: "STREAM" });
  });

  test("sends each piece of the body as it comes", async () => {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    standIn.lambda.invoke = async (_, __, ___, sink) => {
      await sink?.write(Buffer.from('{"statusCode":201,"cookies":["a=1","b=2"]}'));
      await sink?.write(Buffer.concat([NULS, Buffer.from("one")]));
      await released;
      await sink?.write(Buffer.from([0, 255]));
      return { payload: Buffer.alloc(0) };
    };
    const response = await fetch(`${urlOf(id).replace("https", "http")}/s/x`);
    expect([response.status, response.headers.getSetCookie()]).toEqual([201, ["a=1", "b=2"]]);
    const reader = response.body!.getReader();
    expect(Buffer.from((await reader.read()).value!).toString()).toBe("one");
    release();
    expect([...(await reader.read()).value!]).toEqual([0, 255]);
    expect((await reader.read()).done).toBe(true);
  });

  test("breaks off where the function fails behind the head", async () => {
    standIn.lambda.invoke = async (_, __, ___, sink) => {
      await sink?.write(Buffer.from(`{"statusCode":200}${NULS}half`));
      return { payload: Buffer.from("{}"), functionError: "Unhandled" };
    };
    await expect(ask(urlOf(id).replace("https", "http"), "/s/x")).rejects.toThrow();
  });

  test.each<[string, number, Buffer | string]>([
    ["a result that is not streamed", 502, '{"statusCode":200,"body":"whole"}'],
    ["metadata that is no JSON", 502, `no${NULS}`],
    ["metadata with an unknown member", 502, `{"statusCode":200,"body":""}${NULS}`],
    [
      "metadata above 16 KB",
      502,
      `{"statusCode":200,"headers":{"a":"${"x".repeat(17e3)}"}}${NULS}`,
    ],
    ["nothing at all", 502, ""],
  ])("answers %s with %i", async (_, status, written) => {
    standIn.lambda.invoke = async (_, __, ___, sink) => {
      await sink?.write(Buffer.from(written));
      return { payload: Buffer.alloc(0) };
    };
    expect((await ask(urlOf(id), "/s/x")).status).toBe(status);
  });

  test("answers a function that fails before the head with 502", async () => {
    standIn.lambda.invoke = async () => ({
      payload: Buffer.from("{}"),
      functionError: "Unhandled",
    });
    expect((await ask(urlOf(id), "/s/x")).status).toBe(502);
  });

  test("lets the function go on when the client has gone away", async () => {
    let written = 0;
    let gone: Promise<unknown> = Promise.resolve();
    const done = new Promise<void>((resolve) => {
      standIn.lambda.invoke = async (_, __, ___, sink) => {
        await sink?.write(Buffer.from(`{"statusCode":200}${NULS}first`));
        await gone;
        for (; written < 3e6; written += 1e5) await sink?.write(Buffer.alloc(1e5));
        resolve();
        return { payload: Buffer.alloc(0) };
      };
    });
    gone = new Promise((resolve) => {
      const url = `${urlOf(id).replace("https", "http")}/s/x`;
      http(url, (response) => response.once("data", () => resolve(response.destroy()))).end();
    });
    await done;
    expect(written).toBe(3e6);
  });
});

describe("a deployment", () => {
  test("is a snapshot: nothing that changes later is served before the next", async () => {
    const restApiId = await createApi("snapshot", { paths: ["/old"] });
    const first = await deploy(restApiId, "production", { description: "one" });
    await gateway.send(
      new PutRestApiCommand({
        restApiId,
        mode: "overwrite",
        body: definition("snapshot", { paths: ["/new"] }),
      }),
    );
    expect((await ask(urlOf(restApiId), "/production/old")).status).toBe(200);
    expect((await ask(urlOf(restApiId), "/production/new")).status).toBe(403);

    const second = await deploy(restApiId, undefined, { description: "two" });
    expect((await ask(urlOf(restApiId), "/production/new")).status).toBe(403);
    const move = (value: string | undefined) =>
      gateway.send(
        new UpdateStageCommand({
          restApiId,
          stageName: "production",
          patchOperations: [{ op: "replace", path: "/deploymentId", value }],
        }),
      );
    await move(second.id);
    expect((await ask(urlOf(restApiId), "/production/new")).status).toBe(200);
    await move(first.id);
    expect((await ask(urlOf(restApiId), "/production/new")).status).toBe(403);

    const { deploymentId = "" } = await gateway.send(
      new GetStageCommand({ restApiId, stageName: "production" }),
    );
    const found = await gateway.send(new GetDeploymentCommand({ restApiId, deploymentId }));
    expect(found.description).toBe("one");
  });

  test("can be served by several stages, whose variables choose the function", async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: API Gateway's own syntax
    const restApiId = await createApi("variables", { fn: "app:${stageVariables.alias}" });
    await deploy(restApiId, "pr-1", { variables: { alias: "live" } });
    await deploy(restApiId, "pr-2", { variables: { alias: "other" } });
    let called = "";
    standIn.lambda.invoke = async (arn) => {
      called = arn;
      return { payload: Buffer.from('{"statusCode":204}') };
    };
    expect((await ask(urlOf(restApiId), "/pr-1")).status).toBe(204);
    expect(called).toBe("arn:aws:lambda:eu-west-1:123456789012:function:app:live");
    await gateway.send(
      new UpdateStageCommand({
        restApiId,
        stageName: "pr-1",
        patchOperations: [{ op: "replace", path: "/variables/alias", value: "next" }],
      }),
    );
    await ask(urlOf(restApiId), "/pr-1");
    expect(called).toBe("arn:aws:lambda:eu-west-1:123456789012:function:app:next");
    const { item = [] } = await gateway.send(new GetStagesCommand({ restApiId }));
    expect(item.map(({ stageName, variables }) => [stageName, variables?.alias])).toEqual([
      ["pr-1", "next"],
      ["pr-2", "other"],
    ]);
  });
});

describe("a request through the public URL", () => {
  let id: string;
  let event: Record<string, unknown>;
  beforeAll(async () => {
    id = await createApi("public");
    await deploy(id, "production");
  });
  beforeEach(() => {
    standIn.lambda.invoke = async (_, payload) => {
      event = JSON.parse(payload.toString());
      return { payload: Buffer.from('{"statusCode":200,"body":"b2s=","isBase64Encoded":true}') };
    };
  });

  test.each(["http", "https"])("by %s is an event of a REST API", async (scheme) => {
    const base = urlOf(id).replace("https", scheme);
    const port = new URL(base).port;
    const reply = await ask(base, "/production/a%2Fb/100%25/%C3%BC/?q=1&q=2+3&e=%26&a[]=x&empty", {
      headers: {
        "X-Custom-Case": "yes",
        "X-Many": ["1", "2"],
        "X-Forwarded-For": "203.0.113.9",
        "x-forwarded-proto": "gopher",
        Host: "evil.example",
      },
    });
    expect(reply.status).toBe(200);
    expect(reply.body.toString()).toBe("ok");
    expect(event).toMatchObject({
      resource: "/{proxy+}",
      path: "/a%2Fb/100%25/%C3%BC/",
      httpMethod: "GET",
      queryStringParameters: { q: "2 3", e: "&", "a[]": "x", empty: "" },
      multiValueQueryStringParameters: { q: ["1", "2 3"], e: ["&"], "a[]": ["x"], empty: [""] },
      pathParameters: { proxy: "a%2Fb/100%25/%C3%BC" },
      stageVariables: null,
      body: null,
      isBase64Encoded: false,
      headers: {
        "X-Custom-Case": "yes",
        Host: `localhost:${port}`,
        "X-Forwarded-For": "203.0.113.9, 127.0.0.1",
        "X-Forwarded-Port": port,
        "X-Forwarded-Proto": scheme,
        "X-Amzn-Trace-Id": expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
      },
      multiValueHeaders: { "X-Many": ["1", "2"] },
      requestContext: {
        path: "/production/a%2Fb/100%25/%C3%BC/",
        stage: "production",
        resourcePath: "/{proxy+}",
        apiId: id,
        domainName: `localhost:${port}`,
        protocol: "HTTP/1.1",
        identity: { sourceIp: "127.0.0.1" },
      },
    });
    const names = Object.keys(event.headers as object).map((name) => name.toLowerCase());
    expect(names).not.toContain("connection");
    expect(names.filter((name) => name === "x-forwarded-proto")).toHaveLength(1);
  });

  test("for the stage itself has neither parameters nor query", async () => {
    await ask(urlOf(id), "/production");
    expect(event).toMatchObject({
      resource: "/",
      path: "/",
      pathParameters: null,
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
    });
  });

  test("has its body as base64 where every type is binary, as text where none is", async () => {
    const post = { method: "POST", body: "grüße", headers: { "Content-Type": "text/plain" } };
    await ask(urlOf(id), "/production/x", post);
    expect(event).toMatchObject({
      body: Buffer.from("grüße").toString("base64"),
      isBase64Encoded: true,
    });

    const text = await createApi("text", { binary: [] });
    await deploy(text, "s");
    const reply = await ask(urlOf(text), "/s/x", post);
    expect(event).toMatchObject({ body: "grüße", isBase64Encoded: false });
    expect(reply.body.toString()).toBe("b2s=");
  });

  test("gets all headers, the reserved ones renamed", async () => {
    standIn.lambda.invoke = answer({
      statusCode: 401,
      headers: { "content-type": "text/html", "WWW-Authenticate": "Basic", Connection: "close" },
      multiValueHeaders: {
        "Set-Cookie": ["a=1", "b=2"],
        date: ["then"],
        "content-type": ["text/html"],
      },
      body: "no",
    });
    const { status, headers } = await ask(urlOf(id), "/production/x");
    expect(status).toBe(401);
    expect(headers).toMatchObject({
      "set-cookie": ["a=1", "b=2"],
      "content-type": "text/html",
      "x-amzn-remapped-www-authenticate": "Basic",
      "x-amzn-remapped-connection": "close",
      "x-amzn-remapped-date": "then",
    });
    expect(headers).not.toHaveProperty("www-authenticate");
  });

  test("that no resource is for is refused", async () => {
    const reply = await ask(urlOf(id), "/elsewhere/x");
    expect(reply.status).toBe(403);
    const narrow = await createApi("narrow", { paths: ["/only"] });
    await deploy(narrow, "s");
    const missing = await ask(urlOf(narrow), "/s/other");
    expect([missing.status, missing.body.toString()]).toEqual([
      403,
      '{"message":"Missing Authentication Token"}',
    ]);
  });

  test.each([
    [
      "a function that failed",
      502,
      async () => ({ payload: Buffer.from("{}"), functionError: "Unhandled" }),
    ],
    ["a result that is none", 502, answer("text")],
    ["a result with an unknown member", 502, answer({ statusCode: 200, cookies: [] })],
    ["a header of two lines", 502, answer({ statusCode: 200, headers: { a: "b\r\nc: d" } })],
    ["a status that is no end", 502, answer({ statusCode: 103 })],
    ["a header that is no text", 502, answer({ statusCode: 200, headers: { a: {} } })],
    [
      "a function that API Gateway may not invoke",
      500,
      async () => {
        throw new AwsError(403, "AccessDeniedException", "no");
      },
    ],
  ])("ends as AWS ends it with %s", async (_, status, invoke) => {
    standIn.lambda.invoke = invoke as typeof standIn.lambda.invoke;
    const reply = await ask(urlOf(id), "/production/x");
    expect([reply.status, reply.body.toString()]).toEqual([
      status,
      '{"message":"Internal server error"}',
    ]);
  });

  test("times out as its integration says", async () => {
    const slow = await createApi("slow", { timeout: 60 });
    await deploy(slow, "s");
    standIn.lambda.invoke = () => new Promise(() => {});
    const reply = await ask(urlOf(slow), "/s/x");
    expect([reply.status, reply.body.toString()]).toEqual([
      504,
      '{"message":"Endpoint request timed out"}',
    ]);
  });

  test("above 10 MB is refused, and one of 9 MB passes", async () => {
    const post = (size: number) =>
      ask(urlOf(id), "/production/x", { method: "POST", body: Buffer.alloc(size) });
    const refused = await post(11 * 1024 * 1024);
    expect([refused.status, refused.body.toString()]).toEqual([
      413,
      "HTTP content length exceeded 10485760 bytes.",
    ]);
    expect((await post(9 * 1024 * 1024)).status).toBe(200);
  });

  test("that makes an event which Lambda does not take is refused in API Gateway's words", async () => {
    standIn.lambda.invoke = async () => {
      throw new AwsError(413, "RequestTooLargeException", "Request must be smaller");
    };
    const reply = await ask(urlOf(id), "/production/x", { method: "POST", body: Buffer.alloc(9) });
    expect([reply.status, reply.body.toString()]).toEqual([413, '{"message": "Request Too Long"}']);
  });

  test("by HEAD has no body", async () => {
    const reply = await ask(urlOf(id), "/production/x", { method: "HEAD" });
    expect([reply.status, reply.body.length]).toEqual([200, 0]);
  });
});
