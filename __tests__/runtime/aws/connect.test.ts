import { EventEmitter } from "node:events";
import http from "node:http";
import https from "node:https";
import { createServer, type Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { afterEach, describe, expect, jest, test } from "@jest/globals";
import { listenAnywhere } from "../../../local/http/listen.ts";
import { addressOf, clientFor, connect, connectWithin } from "../../../runtime/src/aws/connect.ts";

describe("an address", () => {
  test.each([
    ["https://s3.eu-west-1.amazonaws.com/a", true, "s3.eu-west-1.amazonaws.com", 443],
    ["http://localhost/", false, "localhost", 80],
    ["http://127.0.0.1:4566/", false, "127.0.0.1", 4566],
    ["https://[::1]:8443/", true, "::1", 8443],
  ])("of %s", (url, tls, host, port) => {
    expect(addressOf(new URL(url))).toEqual({ tls, host, port });
  });
});

test("the client is the one for the URL's scheme", () => {
  expect(clientFor(new URL("https://a/"))).toBe(https);
  expect(clientFor(new URL("http://a/"))).toBe(http);
});

test("bytes arrive in the memory that is named for them, and are counted", async () => {
  const server = createServer((socket) => void socket.end("hello"));
  const port = await listenAnywhere(server);
  const memory = Buffer.alloc(10, ".");
  const counts: number[] = [];
  const socket = connect(
    new URL(`http://127.0.0.1:${port}`),
    () => memory,
    (count) => counts.push(count) > 0,
  );
  await new Promise((closed) => socket.once("close", closed));
  server.close();
  expect(memory.toString()).toBe("hello.....");
  expect(counts).toEqual([5]);
});

test("a connection to an https URL is encrypted", async () => {
  const server = createServer((socket) => void socket.destroy());
  const port = await listenAnywhere(server);
  const socket = connect(
    new URL(`https://127.0.0.1:${port}`),
    () => Buffer.alloc(1),
    () => true,
  );
  expect(socket).toBeInstanceOf(TLSSocket);
  await new Promise((failed) => socket.once("error", failed));
  server.close();
});

describe("a connection with a time limit", () => {
  afterEach(() => void jest.useRealTimers());

  const socketThatIs = (connecting: boolean, more: object = {}) => {
    jest.useFakeTimers();
    const destroyed: Error[] = [];
    const destroy = (error: Error) => void destroyed.push(error);
    const socket = Object.assign(new EventEmitter(), {
      connecting,
      destroy,
      ...more,
    }) as unknown as Socket;
    connectWithin(100, socket, () => new Error("late"));
    return { socket, destroyed };
  };

  test("is destroyed when it is not made in time", () => {
    const { destroyed } = socketThatIs(true);
    jest.advanceTimersByTime(99);
    expect(destroyed).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(destroyed).toEqual([new Error("late")]);
  });

  test.each(["connect", "close"])("is left alone after `%s`", (event) => {
    const { socket, destroyed } = socketThatIs(true);
    socket.emit(event);
    jest.advanceTimersByTime(1000);
    expect(destroyed).toEqual([]);
  });

  test("is made once TLS is ready, where it is encrypted", () => {
    const { socket, destroyed } = socketThatIs(true, { encrypted: true });
    socket.emit("connect");
    jest.advanceTimersByTime(99);
    socket.emit("secureConnect");
    jest.advanceTimersByTime(1000);
    expect(destroyed).toEqual([]);
    const silent = socketThatIs(true, { encrypted: true });
    silent.socket.emit("connect");
    jest.advanceTimersByTime(100);
    expect(silent.destroyed).toEqual([new Error("late")]);
  });

  test("is left alone when it is made already", () => {
    const { destroyed } = socketThatIs(false);
    jest.advanceTimersByTime(1000);
    expect(destroyed).toEqual([]);
  });
});
