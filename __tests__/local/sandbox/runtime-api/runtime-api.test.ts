import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { MAX_RESPONSE_BYTES } from "../../../../local/sandbox/runtime-api/posted.ts";
import { RuntimeApi } from "../../../../local/sandbox/runtime-api/runtime-api.ts";

let api: RuntimeApi;
beforeEach(async () => {
  api = await RuntimeApi.start();
});
afterEach(() => api.close());

const call = (method: string, path: string, body?: string, headers = {}) =>
  fetch(`http://${api.address}/2018-06-01${path}`, {
    method,
    headers,
    ...(body !== undefined && { body }),
  });
const next = () => call("GET", "/runtime/invocation/next");
const post = (path: string, body = "{}", headers = {}) =>
  call("POST", `/runtime/invocation/${path}`, body, headers);
const deliver = async (requestId = "1") => {
  const asked = next();
  await api.nextRequested();
  const headers = { "lambda-runtime-trace-id": "Root=1" };
  api.deliver({ requestId, payload: Buffer.from('{"a":1}'), headers });
  return asked;
};

describe("a runtime", () => {
  test("gets an invocation, and answers it", async () => {
    const response = await deliver();
    expect(response.headers.get("lambda-runtime-aws-request-id")).toBe("1");
    expect(response.headers.get("lambda-runtime-trace-id")).toBe("Root=1");
    expect(await response.json()).toEqual({ a: 1 });
    expect(api.posted).toBeUndefined();
    expect((await post("1/response", "answer")).status).toBe(202);
    expect(api.posted).toEqual({ payload: Buffer.from("answer") });
  });

  test("forgets the last answer with the next invocation", async () => {
    await deliver("1");
    await post("1/response");
    await deliver("2");
    expect(api.posted).toBeUndefined();
  });

  test.each([
    [{ "lambda-runtime-function-error-type": "RangeError" }, "RangeError"],
    [{}, "Function.Unknown"],
  ])("tells an error with the headers %j", async (headers, errorType) => {
    await deliver();
    await post("1/error", "why", headers);
    expect(api.posted).toEqual({ payload: Buffer.from("why"), errorType });
  });

  test.each([
    [{ "lambda-runtime-function-error-type": "TypeError" }, "TypeError"],
    [{}, "Runtime.Unknown"],
  ])("tells that it cannot start, with the headers %j", async (headers, errorType) => {
    expect((await call("POST", "/runtime/init/error", "why", headers)).status).toBe(202);
    expect(api.initError).toEqual({ payload: Buffer.from("why"), errorType });
    api.reset();
    expect(api.initError).toBeUndefined();
  });

  test("may answer with 6 MB and a little, and no more", async () => {
    await deliver();
    expect((await post("1/response", "x".repeat(MAX_RESPONSE_BYTES))).status).toBe(202);
    await deliver("2");
    expect((await post("2/response", "x".repeat(MAX_RESPONSE_BYTES + 1))).status).toBe(413);
    expect(api.posted?.errorType).toBe("Function.ResponseSizeTooLarge");
  });
});

describe("the Runtime API refuses", () => {
  test("another answer, and another invocation before the answer", async () => {
    await deliver();
    expect((await next()).status).toBe(403);
    expect((await post("other/response")).status).toBe(400);
    await post("1/response");
    expect((await post("1/response")).status).toBe(403);
    expect((await post("1/error")).status).toBe(403);
  });

  test.each([
    ["POST", "/runtime/invocation/1/other"],
    ["POST", "/other"],
    ["PUT", "/runtime/invocation/1/response"],
  ])("%s %s", async (method, path) => {
    expect((await call(method, path, "{}")).status).toBe(404);
  });

  test("to deliver what no runtime waits for", () => {
    const event = { requestId: "1", payload: Buffer.alloc(0), headers: {} };
    expect(() => api.deliver(event)).toThrow("No runtime waits");
  });
});

test("a ping is answered", async () => {
  expect(await (await call("GET", "/ping")).text()).toBe("pong");
});
