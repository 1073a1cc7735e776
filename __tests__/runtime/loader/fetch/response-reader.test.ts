import { describe, expect, test } from "@jest/globals";
import {
  ResponseReader,
  textMemory,
} from "../../../../runtime/src/loader/fetch/response-reader.ts";

const OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
const ERROR = "<Error><Code>NoSuchKey</Code></Error>";
const MISSING = "HTTP/1.1 404 Not Found\r\n";

/** A reader, and what arrives as it would from a socket: as many bytes at once as it has room for. */
function open(received = 0, bytes = received + 5) {
  const target = { bytes: Buffer.alloc(bytes, "."), received };
  const reader = new ResponseReader(textMemory(), () => target);
  const arrive = (text: string): boolean[] => {
    const done: boolean[] = [];
    for (let rest = Buffer.from(text, "latin1"); rest.length > 0; ) {
      const count = rest.copy(reader.room);
      if (count === 0) throw new Error("there is no room");
      done.push(reader.read(count));
      rest = rest.subarray(count);
    }
    return done;
  };
  return { reader, arrive, body: () => target.bytes.toString() };
}

describe("a body", () => {
  test("arrives together with the head", () => {
    const { arrive, body, reader } = open();
    expect(arrive(`${OK}hello`)).toEqual([true]);
    expect(body()).toBe("hello");
    expect(reader.last).toBe(false);
  });

  test("arrives byte by byte", () => {
    const { arrive, body } = open();
    const done = [...`${OK}hello`].flatMap(arrive);
    expect(done.indexOf(true)).toBe(done.length - 1);
    expect(body()).toBe("hello");
  });

  test("is written straight to its place once the head is known", () => {
    const { arrive, body, reader } = open();
    arrive(`${OK}he`);
    expect(reader.room.length).toBe(3);
    expect(arrive("llo")).toEqual([true]);
    expect(body()).toBe("hello");
  });

  test("continues behind what had arrived before", () => {
    const { arrive, body } = open(3);
    expect(arrive("HTTP/1.1 206 Partial\r\ncontent-length: 5\r\n\r\nhello")).toEqual([true]);
    expect(body()).toBe("...hello");
  });

  test("may be empty", () => expect(open(0, 0).arrive(OK)).toEqual([true]));

  test("that is longer than its place is refused", () => {
    expect(() => open().arrive(`${OK}too long`)).toThrow("more than it had announced");
    expect(() => open(3).arrive(`${OK}hello!`)).toThrow("more than it had announced");
  });

  test("may be the last on its connection", () => {
    const { arrive, reader } = open();
    expect(reader.last).toBe(false);
    arrive("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello");
    expect(reader.last).toBe(true);
  });

  test("that is not accepted ends the request", () => {
    const reader = new ResponseReader(textMemory(), ({ status, length }) => {
      throw new Error(`${status} ${length}`);
    });
    expect(() => reader.read(Buffer.from(OK).copy(reader.room))).toThrow("200 5");
  });
});

describe("a refusal", () => {
  const refusal = (text: string) => expect.objectContaining({ status: 404, text });

  test("has its text as long as it says", () => {
    const { arrive } = open();
    expect(arrive(`${MISSING}content-length: ${ERROR.length}\r\n\r\n<Error>`)).toEqual([false]);
    expect(() => arrive(ERROR.slice(7))).toThrow(refusal(ERROR));
  });

  test("may have no text", () => {
    expect(() => open().arrive(`${MISSING}content-length: 0\r\n\r\n`)).toThrow(refusal(""));
  });

  test("that ends as a chunked one would is read to its length", () => {
    const { arrive } = open();
    expect(arrive(`${MISSING}content-length: 8\r\n\r\na\n0\r\n\r\n`)).toEqual([false]);
    expect(() => arrive("b")).toThrow(refusal("a\n0\r\n\r\nb"));
  });

  test("may come in chunks, up to the last one", () => {
    const { arrive } = open();
    const chunks = `25\r\n${ERROR}\r\n0\r\n\r\n`;
    expect(arrive(`${MISSING}Transfer-Encoding: chunked\r\n\r\n${chunks.slice(0, 10)}`)).toEqual([
      false,
    ]);
    expect(() => arrive(chunks.slice(10))).toThrow(refusal(chunks));
  });

  test("is cut where it is very long", () => {
    const long = "x".repeat(20_000);
    expect(() => open().arrive(`${MISSING}content-length: 20000\r\n\r\n${long}`)).toThrow(
      refusal(long.slice(0, 16_384)),
    );
    expect(() => open().arrive(`${MISSING}\r\n${long}`)).toThrow(refusal(long.slice(0, 16_384)));
  });

  test("may end with its connection", () => {
    const { arrive, reader } = open();
    arrive(`${MISSING}\r\n<Error>`);
    expect(reader.cut("host")).toMatchObject({ status: 404, text: "<Error>" });
  });
});

describe("an answer that makes no sense", () => {
  test("is one that is not HTTP", () => {
    expect(() => open().arrive("SSH-2.0-OpenSSH_9.2\r\n\r\n")).toThrow("not HTTP: SSH-2.0");
  });

  test("is one whose head fills the memory", () => {
    const { arrive } = open();
    const head = `HTTP/1.1 200 OK\r\nx: ${"y".repeat(16_384)}`;
    expect(arrive(head.slice(0, 16_383))).toEqual([false]);
    expect(() => arrive(head.slice(16_383, 16_384))).toThrow("absurdly long");
  });

  test("is one that ends in its head or its body", () => {
    const message = "S3 (host): the connection ended";
    const { arrive, reader } = open();
    expect(reader.cut("host")).toMatchObject({ name: "TransientError", message });
    arrive(`${OK}he`);
    expect(reader.cut("host")).toMatchObject({ name: "TransientError", message });
  });
});
