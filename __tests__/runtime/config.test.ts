import { describe, expect, test } from "@jest/globals";
import { currentTraceId, readConfig } from "../../runtime/src/config.ts";

const env = {
  AWS_REGION: "eu-west-1",
  AWS_ACCESS_KEY_ID: "a",
  AWS_SECRET_ACCESS_KEY: "s",
  AWS_SESSION_TOKEN: "t",
  MEGAMODE_BUCKET: "b",
};

test("the session, the bucket and the region are the environment's", () => {
  expect(readConfig(env).s3).toEqual({
    bucket: "b",
    region: "eu-west-1",
    accessKeyId: "a",
    secretAccessKey: "s",
    sessionToken: "t",
  });
});

test("a session token is optional", () => {
  expect(readConfig({ ...env, AWS_SESSION_TOKEN: undefined }).s3).not.toHaveProperty(
    "sessionToken",
  );
});

test("AWS_DEFAULT_REGION takes the place of AWS_REGION", () => {
  const elsewhere = { ...env, AWS_DEFAULT_REGION: "us-east-1" };
  expect(readConfig(elsewhere).s3.region).toBe("eu-west-1");
  expect(readConfig({ ...elsewhere, AWS_REGION: undefined }).s3.region).toBe("us-east-1");
});

describe("an endpoint", () => {
  test.each([
    [{}, undefined],
    [{ AWS_ENDPOINT_URL: "http://all" }, "http://all"],
    [{ AWS_ENDPOINT_URL_S3: "http://s3" }, "http://s3"],
    [{ AWS_ENDPOINT_URL_S3: "", AWS_ENDPOINT_URL: "" }, undefined],
    [{ AWS_ENDPOINT_URL: "http://all", AWS_ENDPOINT_URL_S3: "http://s3" }, "http://s3"],
    [{ AWS_ENDPOINT_URL: "http://all", AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" }, undefined],
    [{ AWS_ENDPOINT_URL: "http://all", AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "True" }, undefined],
    [{ AWS_ENDPOINT_URL: "http://all", AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "no" }, "http://all"],
  ])("of %j is what the SDKs would take: %s", (more, endpoint) => {
    expect(readConfig({ ...env, ...more }).s3.endpoint).toBe(endpoint);
  });

  test.each([
    [{}, "https://lambda.eu-west-1.amazonaws.com"],
    [{ AWS_REGION: "cn-north-1" }, "https://lambda.cn-north-1.amazonaws.com.cn"],
    [{ AWS_ENDPOINT_URL_LAMBDA: "http://lambda" }, "http://lambda"],
  ])("of Lambda's API with %j is %s", (more, url) => {
    expect(readConfig({ ...env, ...more }).lambdaUrl).toBe(url);
  });
});

test.each([
  [undefined, undefined],
  ["", undefined],
  ["0", undefined],
  ["false", undefined],
  ["Off", undefined],
  ["1", "Please try again in a few minutes."],
  ["true", "Please try again in a few minutes."],
  [" Back at nine. ", "Back at nine."],
])("in maintenance by %j, visitors read %j", (value, text) => {
  expect(readConfig({ ...env, MEGAMODE_MAINTENANCE: value }).maintenance).toBe(text);
});

test.each([
  [undefined, []],
  ["", []],
  ["/assets", ["/assets"]],
  [" /assets/ , /favicon.ico,", ["/assets", "/favicon.ico"]],
])("static paths by %j are %j", (value, paths) => {
  expect(readConfig({ ...env, MEGAMODE_STATIC_PATHS: value }).staticPaths).toEqual(paths);
});

describe("an endpoint of what is kept in AWS", () => {
  const urls = (more: object) => readConfig({ ...env, ...more }).referenceUrls;
  test.each([
    ["eu-west-1", "eu-west-1.amazonaws.com"],
    ["us-gov-west-1", "us-gov-west-1.amazonaws.com"],
    ["cn-north-1", "cn-north-1.amazonaws.com.cn"],
    ["eusc-de-east-1", "eusc-de-east-1.amazonaws.eu"],
  ])("in %s is at %s", (AWS_REGION, suffix) => {
    expect(urls({ AWS_REGION })).toEqual({
      ssm: `https://ssm.${suffix}`,
      secretsmanager: `https://secretsmanager.${suffix}`,
    });
  });

  test("is what the SDKs would take", () => {
    const own = { AWS_ENDPOINT_URL_SSM: "http://s", AWS_ENDPOINT_URL_SECRETS_MANAGER: "http://m" };
    expect(urls(own)).toEqual({ ssm: "http://s", secretsmanager: "http://m" });
    expect(urls({ AWS_ENDPOINT_URL: "http://all" })).toEqual({
      ssm: "http://all",
      secretsmanager: "http://all",
    });
  });
});

test("a request may take 28 seconds unless the environment says otherwise", () => {
  expect(readConfig(env).requestTimeoutMs).toBe(28_000);
  expect(readConfig({ ...env, MEGAMODE_REQUEST_TIMEOUT: "1.5" }).requestTimeoutMs).toBe(1500);
});

test("the function zip lies in Lambda's usual folder unless the environment says otherwise", () => {
  expect(readConfig(env).taskRoot).toBe("/var/task");
  expect(readConfig({ ...env, LAMBDA_TASK_ROOT: "/here" }).taskRoot).toBe("/here");
});

test("the environment is passed on, without names that have no value", () => {
  expect(readConfig({ ...env, NONE: undefined }).environment).toEqual(env);
});

test.each([
  [{ MEGAMODE_REQUEST_TIMEOUT: "soon" }, /MEGAMODE_REQUEST_TIMEOUT.*soon/],
  [{ MEGAMODE_REQUEST_TIMEOUT: "0" }, /MEGAMODE_REQUEST_TIMEOUT.*0/],
  [{ MEGAMODE_LOG_LEVEL: "INFO" }, /MEGAMODE_LOG_LEVEL must be one of debug, .*: INFO$/],
  [{ MEGAMODE_BUCKET: "" }, /MEGAMODE_BUCKET is not set/],
  [{ MEGAMODE_STATIC_PATHS: "assets" }, /MEGAMODE_STATIC_PATHS must be paths.*: assets$/],
  [{ MEGAMODE_STATIC_PATHS: "/a,/../b" }, /MEGAMODE_STATIC_PATHS must be paths.*: \/\.\.\/b$/],
  [{ MEGAMODE_STATIC_PATHS: "/a//b" }, /MEGAMODE_STATIC_PATHS must be paths/],
  [{ AWS_REGION: undefined }, /AWS_DEFAULT_REGION is not set/],
])("a wrong environment is named: %j", (more, message) => {
  expect(() => readConfig({ ...env, ...more })).toThrow(message);
});

test("the trace is that of the current invocation, if there is one", () => {
  expect(currentTraceId({ _X_AMZN_TRACE_ID: "Root=1" })).toBe("Root=1");
  expect(currentTraceId({ _X_AMZN_TRACE_ID: "" })).toBeUndefined();
  expect(currentTraceId({})).toBeUndefined();
});

test("the public URL is optional, and one that is wrong is named but not shown", () => {
  expect(readConfig(env).publicUrl).toBeUndefined();
  const read = (url: string) => readConfig({ ...env, MEGAMODE_PUBLIC_URL: url }).publicUrl;
  expect(read("https://www.example.com/shop/")).toEqual({
    host: "www.example.com",
    port: "443",
    prefix: "/shop",
  });
  expect(() => read("https://user:hidden@www.example.com")).toThrow(
    /^MEGAMODE_PUBLIC_URL must be an https URL (?!.*hidden)/,
  );
});

test.each([
  [{}, { logsJson: false, logEvents: false, metrics: undefined }],
  [
    { AWS_LAMBDA_LOG_FORMAT: "JSON", MEGAMODE_LOG_EVENTS: "true", MEGAMODE_METRICS: "Shop/Web" },
    { logsJson: true, logEvents: true, metrics: "Shop/Web" },
  ],
  [
    { AWS_LAMBDA_LOG_FORMAT: "Text", MEGAMODE_LOG_EVENTS: "false", MEGAMODE_METRICS: "" },
    { logsJson: false, logEvents: false, metrics: undefined },
  ],
])("the log's settings in %j", (given, settings) => {
  expect(readConfig({ ...env, ...given })).toMatchObject(settings);
});

test.each(["AWS/Lambda", "a b", ":a", "x".repeat(256)])("%j is no namespace of metrics", (text) => {
  expect(() => readConfig({ ...env, MEGAMODE_METRICS: text })).toThrow(/MEGAMODE_METRICS must/);
});

describe("the header that replaces Authorization", () => {
  const read = (name: string) =>
    readConfig({ ...env, MEGAMODE_AUTHORIZATION_SOURCE: name }).authorizationSource;

  test.each([
    ["X-Authorization", "x-authorization"],
    ["", undefined],
  ])("%j is read as %s", (name, expected) => expect(read(name)).toBe(expected));

  test.each(["X Authorization", "x_authorization", "X-A: 1", "é"])("%j is an error", (name) => {
    expect(() => read(name)).toThrow(/MEGAMODE_AUTHORIZATION_SOURCE must be the name of a header/);
  });
});
