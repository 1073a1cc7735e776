import fs from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { untilListening } from "../../../runtime/src/server/listening.ts";
import { until } from "../../until.ts";

let folder: string;
let socket: string;
let server: Server;
let done: boolean;
let stop: AbortController;
let waiting: Promise<void>;

beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), "mm-listen-"));
  socket = join(folder, "socket");
  server = createServer();
  stop = new AbortController();
});
afterEach(async () => {
  jest.restoreAllMocks();
  stop.abort();
  await waiting;
  server.close();
  fs.rmSync(folder, { recursive: true });
});

function wait(watch = fs.watch): void {
  done = false;
  waiting = untilListening(socket, stop.signal, watch).then(() => {
    done = true;
  });
}
const listen = () => new Promise<void>((listening) => server.listen(socket, listening));
const refused = () => new Promise((failed) => connect(socket).once("error", failed));

test("settles once the socket accepts a connection", async () => {
  wait();
  await refused();
  await refused();
  expect(done).toBe(false);
  let connections = 0;
  server.on("connection", () => {
    connections += 1;
  });
  await listen();
  await until(() => done || connections > 1);
  expect(connections).toBe(1);
});

test("a file that nothing listens on is not enough", async () => {
  fs.writeFileSync(socket, "");
  wait();
  // Whatever was asked before is refused before these are.
  for (let i = 0; i < 3; i += 1) await refused();
  expect(done).toBe(false);
});

test("settles when nobody waits any more", async () => {
  wait();
  stop.abort();
  await waiting;
});

test("an app that boots is not disturbed: the file is looked for when the system tells of one", async () => {
  const timers = jest.spyOn(globalThis, "setTimeout");
  wait();
  expect(timers.mock.calls.map(([, milliseconds]) => milliseconds)).toEqual([100]);
  await listen();
  await waiting;
});

test.each([
  [
    "watches no more folders",
    new Error("ENOSPC: System limit for number of file watchers reached"),
  ],
  ["tells of nothing", undefined],
])("settles where the system %s", async (_, error) => {
  const blind = () => {
    if (error) throw error;
    return fs.watch(tmpdir(), { persistent: false });
  };
  wait(blind as unknown as typeof fs.watch);
  await listen();
  await waiting;
  expect(done).toBe(true);
});
