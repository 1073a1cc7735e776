import { expect, test } from "@jest/globals";
import { parseHead } from "../../../../runtime/src/loader/fetch/response-head.ts";

test.each([
  ["HTTP/1.1 200 OK\r\nContent-Length: 5\r\n", { status: 200, length: 5, last: false }],
  [
    "HTTP/1.1 206 Partial\r\nx: 1\r\ncontent-length:7 \r\n",
    { status: 206, length: 7, last: false },
  ],
  ["HTTP/1.1 404 Not Found\r\n", { status: 404, length: undefined, last: false }],
  ["HTTP/1.1 200 OK\r\nCONNECTION: Close\r\n", { status: 200, length: undefined, last: true }],
  [
    "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\n",
    { status: 200, length: undefined, last: false },
  ],
  ["HTTP/1.0 200 OK\r\n", { status: 200, length: undefined, last: true }],
])("%j", (text, head) => expect(parseHead(text)).toEqual(head));

test.each(["SSH-2.0-OpenSSH_9.2\r\n", "HTTP/2 200\r\n", ""])("%j is not HTTP/1.1", (text) => {
  expect(() => parseHead(text)).toThrow(`S3's answer is not HTTP: ${text}`);
});
