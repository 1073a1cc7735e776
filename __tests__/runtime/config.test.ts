import { expect, test } from "@jest/globals";
import { readConfig } from "../../runtime/src/config.ts";

const env = {
  AWS_REGION: "eu-west-1",
  AWS_ACCESS_KEY_ID: "a",
  AWS_SECRET_ACCESS_KEY: "s",
  AWS_SESSION_TOKEN: "t",
  MEGAMODE_BUCKET: "b",
};

test.each([
  [{}, undefined],
  [{ AWS_ENDPOINT_URL: "http://all" }, "http://all"],
  [{ AWS_ENDPOINT_URL: "http://all", AWS_ENDPOINT_URL_S3: "http://s3" }, "http://s3"],
  [{ AWS_ENDPOINT_URL: "http://all", AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" }, undefined],
])("the endpoint is what the SDKs would take: %#", (more, endpoint) => {
  expect(readConfig({ ...env, ...more }).s3.endpoint).toBe(endpoint);
});

test("a request may take 28 seconds unless the environment says otherwise", () => {
  expect(readConfig(env).requestTimeoutMs).toBe(28_000);
  expect(readConfig({ ...env, MEGAMODE_REQUEST_TIMEOUT: "1.5" }).requestTimeoutMs).toBe(1500);
});

test.each([
  [{ MEGAMODE_REQUEST_TIMEOUT: "soon" }, /MEGAMODE_REQUEST_TIMEOUT.*soon/],
  [{ MEGAMODE_BUCKET: "" }, /MEGAMODE_BUCKET is not set/],
])("a wrong environment is named: %#", (more, message) => {
  expect(() => readConfig({ ...env, ...more })).toThrow(message);
});
