import { expect, test } from "@jest/globals";
import { BadRequestError, type HttpRequest } from "../../../runtime/src/http/message.ts";
import { requestHead } from "../../../runtime/src/http/request-head.ts";

const REQUEST: HttpRequest = { method: "POST", prefix: "", target: "/a?b", headers: [] };
const body = Buffer.from("body");

test("a request's head has its lines in order", () => {
  const headers = [
    ["content-length", "4"],
    ["x-a", "\té"],
  ] as const;
  expect(requestHead({ ...REQUEST, headers, body })).toBe(
    "POST /a?b HTTP/1.1\r\ncontent-length: 4\r\nx-a: \té\r\n\r\n",
  );
});

const with1 = (name: string, value: string) => ({ headers: [[name, value]] as const });
test.each<[string, Partial<HttpRequest>]>([
  ["a method with a blank", { method: "GET /x HTTP/1.1\r\nx:" }],
  ["a target with a blank", { target: "/a b" }],
  ["a target with a line break", { target: "/a\r\nx: 1" }],
  ["a name with a colon", with1("x: 1\r\ny", "1")],
  ["a value with a line break", with1("x", "1\r\ny: 2")],
  ["a value with NUL", with1("x", "\0")],
  ["Transfer-Encoding", with1("transfer-encoding", "chunked")],
  ["a length without a body", with1("content-length", "4")],
  ["another length", { body, ...with1("content-length", "3") }],
  ["a length that is no number", { body, ...with1("content-length", "4, 4") }],
  ["a body without a length", { body }],
])("%s is never sent", (_, changes) => {
  expect(() => requestHead({ ...REQUEST, ...changes })).toThrow(BadRequestError);
});
