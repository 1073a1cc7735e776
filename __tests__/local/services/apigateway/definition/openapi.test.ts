import { describe, expect, test } from "@jest/globals";
import { parseOpenApi } from "../../../../../local/services/apigateway/definition/openapi.ts";

const FUNCTION = "arn:aws:lambda:r:123456789012:function:app:live";
const uriOf = (arn: string) =>
  `arn:aws:apigateway:r:lambda:path/2015-03-31/functions/${arn}/invocations`;
const STREAM = {
  responseTransferMode: "STREAM",
  uri: `arn:aws:apigateway:r:lambda:path/2021-11-15/functions/${FUNCTION}/response-streaming-invocations`,
};
const integration = (changes: object = {}) => ({
  type: "aws_proxy",
  httpMethod: "POST",
  uri: uriOf(FUNCTION),
  ...changes,
});
const operation = (changes: object = {}) => ({
  "x-amazon-apigateway-integration": integration(changes),
});
const ANY = "x-amazon-apigateway-any-method";
const parse = (changes: object = {}) =>
  parseOpenApi(
    JSON.stringify({
      openapi: "3.0.1",
      info: { title: "app" },
      paths: { "/": { [ANY]: operation() } },
      ...changes,
    }),
    "r",
  );
const withPath = (path: string, item: object = { [ANY]: operation() }) =>
  parse({ paths: { [path]: item } });

describe("an OpenAPI document", () => {
  test("describes an API", () => {
    const described = parse({
      info: { title: "app", version: "1", description: "d" },
      "x-amazon-apigateway-binary-media-types": ["*/*"],
      paths: {
        "/": { [ANY]: operation(), parameters: [] },
        "/{proxy+}": { get: operation({ timeoutInMillis: 50 }) },
      },
    });
    expect(described).toMatchObject({ name: "app", version: "1", description: "d" });
    expect(described.definition.binaryMediaTypes).toEqual(["*/*"]);
    expect(described.definition.resources).toMatchObject([
      {
        path: "/",
        id: expect.stringMatching(/^\w{10}$/),
        methods: { ANY: { functionArn: FUNCTION, timeoutInMillis: 29_000 } },
      },
      {
        path: "/{proxy+}",
        id: expect.stringMatching(/^\w{6}$/),
        methods: { GET: { functionArn: FUNCTION, timeoutInMillis: 50 } },
      },
    ]);
  });

  test.each(["/a/{b}/{rest+}", "/a.b_c~!$&'()*+,;=:@-"])("can have the path %s", (path) => {
    expect(withPath(path).definition.resources[0]?.path).toBe(path);
  });

  test.each(["a", "/{proxy+}/more", "/a//b", "/a/", "/{a+b}", "/a b"])(
    "cannot have the path %s",
    (path) => {
      expect(() => withPath(path)).toThrow("path part is not valid");
    },
  );

  test("can leave the function's alias to a stage's variable", () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: API Gateway's own syntax
    const arn = "arn:aws:lambda:r:123456789012:function:app:${stageVariables.alias}";
    const { definition } = withPath("/", { get: operation({ uri: uriOf(arn) }) });
    expect(definition.resources[0]?.methods.GET?.functionArn).toBe(arn);
  });

  test.each<[string, object, RegExp]>([
    ["another version", { openapi: "3.1.0" }, /3\.0/],
    ["an unknown member", { servers: [] }, /unknown member `servers` in the document/],
    ["no title", { info: {} }, /info\.title/],
    ["an unknown member of info", { info: { title: "a", contact: {} } }, /`contact` in `info`/],
    ["no paths", { paths: undefined }, /`paths` is not an object/],
    [
      "types that are no list",
      { "x-amazon-apigateway-binary-media-types": "*/*" },
      /not a list of strings/,
    ],
    [
      "a type that is no text",
      { "x-amazon-apigateway-binary-media-types": [1] },
      /not a list of strings/,
    ],
    ["an unknown method", { paths: { "/": { trace: operation() } } }, /`trace` in `\/`/],
    [
      "an operation without an integration",
      { paths: { "/": { get: {} } } },
      /integration` is not an object/,
    ],
    ["a list as a path", { paths: { "/": [] } }, /`\/` is not an object/],
  ])("cannot have %s", (_, changes, message) => {
    expect(() => parse(changes)).toThrow(message);
  });

  test("must be JSON", () => {
    expect(() => parseOpenApi("openapi: 3.0.1", "r")).toThrow("it is not JSON");
  });

  test("can stream, by the call for that and for 15 minutes", () => {
    const stream = integration({ ...STREAM, timeoutInMillis: 900_000 });
    const { definition } = withPath("/", { get: { "x-amazon-apigateway-integration": stream } });
    expect(definition.resources[0]?.methods.GET).toEqual({
      functionArn: FUNCTION,
      timeoutInMillis: 900_000,
      responseTransferMode: "STREAM",
    });
    const back = withPath("/", { get: operation({ responseTransferMode: "BUFFERED" }) });
    expect(back.definition.resources[0]?.methods.GET).not.toHaveProperty("responseTransferMode");
  });

  test.each<[string, object, RegExp]>([
    ["another type", { type: "http_proxy" }, /only|`aws_proxy`/],
    ["streaming by Invoke", { responseTransferMode: "STREAM" }, /Invalid ARN/],
    ["no streaming by the call that streams", { uri: STREAM.uri }, /Invalid ARN/],
    ["an unknown way to stream", { responseTransferMode: "stream" }, /responseTransferMode/],
    ["a stream above 15 minutes", { ...STREAM, timeoutInMillis: 900_001 }, /900000 ms/],
    ["another method", { httpMethod: "GET" }, /must be POST/],
    ["a short time", { timeoutInMillis: 49 }, /50 ms/],
    ["a long time", { timeoutInMillis: 29_001 }, /29000/],
    ["a time that is text", { timeoutInMillis: "1000" }, /Timeout/],
    ["another region's gateway", { uri: uriOf(FUNCTION).replace(":r:", ":s:") }, /Invalid ARN/],
    ["a function by its name", { uri: uriOf("app") }, /Invalid ARN/],
    ["no function", { uri: undefined }, /Invalid ARN/],
    ["an unknown member", { cacheNamespace: "x" }, /`cacheNamespace`/],
  ])("cannot have an integration with %s", (_, changes, message) => {
    expect(() => withPath("/", { get: operation(changes) })).toThrow(message);
  });
});
