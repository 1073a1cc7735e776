import { request } from "node:http";
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

describe("a response that is streamed", () => {
  /** Posts a response in pieces. @returns the status of the reply */
  const stream = (id: string, pieces: readonly string[], trailers = {}) =>
    new Promise<number>((resolve, reject) => {
      const [host = "", port = ""] = api.address.split(":");
      const path = `/2018-06-01/runtime/invocation/${id}/response`;
      const headers = {
        "lambda-runtime-function-response-mode": "streaming",
        "transfer-encoding": "chunked",
        trailer: Object.keys(trailers).join(", "),
      };
      const outgoing = request({ host, port, method: "POST", path, headers }, (response) => {
        response.resume().on("end", () => resolve(response.statusCode!));
      }).on("error", reject);
      for (const piece of pieces) outgoing.write(piece);
      outgoing.addTrailers(trailers);
      outgoing.end();
    });
  const collect = async (requestId = "1") => {
    const got: string[] = [];
    const asked = next();
    await api.nextRequested();
    const sink = { write: (chunk: Buffer) => void got.push(chunk.toString()) };
    api.deliver({ requestId, payload: Buffer.from("{}"), headers: {}, sink });
    await asked;
    return got;
  };

  test("goes to whoever takes it", async () => {
    const got = await collect();
    expect(await stream("1", ["one", "two"])).toBe(202);
    expect(got.join("")).toBe("onetwo");
    expect(api.posted).toEqual({ payload: Buffer.alloc(0), streamed: true });
    expect((await post("1/response")).status).toBe(403);
  });

  test("is whole at the end for whoever invoked without streaming", async () => {
    await deliver();
    expect(await stream("1", ["one", "two"])).toBe(202);
    expect(api.posted).toEqual({ payload: Buffer.from("onetwo") });
  });

  test("tells an error in its trailers", async () => {
    const got = await collect();
    const body = Buffer.from('{"errorType":"RangeError"}');
    await stream("1", ["half"], {
      "Lambda-Runtime-Function-Error-Type": "RangeError",
      "Lambda-Runtime-Function-Error-Body": body.toString("base64"),
    });
    expect(got).toEqual(["half"]);
    expect(api.posted).toEqual({ payload: body, errorType: "RangeError", streamed: true });
  });

  test("may have more than 6 MB only where it is taken as it comes", async () => {
    const large = "x".repeat(MAX_RESPONSE_BYTES + 1);
    const got = await collect();
    expect(await stream("1", [large])).toBe(202);
    expect(got.join("").length).toBe(large.length);
    await deliver("2");
    expect(await stream("2", [large])).toBe(413);
    expect(api.posted?.errorType).toBe("Function.ResponseSizeTooLarge");
  });

  test("has no other mode than streaming", async () => {
    await deliver();
    const mode = { "lambda-runtime-function-response-mode": "trickling" };
    const reply = await post("1/response", "{}", mode);
    expect([reply.status, await reply.json()]).toEqual([
      400,
      expect.objectContaining({ errorType: "InvalidFunctionResponseMode" }),
    ]);
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
