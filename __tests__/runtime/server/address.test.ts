import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import {
  addressOf,
  describeAddress,
  listens,
  listensOn,
} from "../../../runtime/src/server/address.ts";
import { until } from "../../until.ts";

let folder: string;
let parent: ChildProcess;
beforeAll(() => {
  folder = fs.mkdtempSync(join(tmpdir(), "mm-address-"));
});
afterAll(() => {
  if (parent?.pid) process.kill(-parent.pid, "SIGKILL");
  fs.rmSync(folder, { recursive: true });
});

test("an address is the port, where a server has one, or else the socket", () => {
  expect(describeAddress(addressOf({}, "/run/socket"))).toBe("/run/socket");
  expect(describeAddress(addressOf({ port: 8080 }, "/run/socket"))).toBe("127.0.0.1:8080");
});

test("where a process group listens is known, and nothing else that is open", async () => {
  // The child of the group's leader listens, as a worker does. Client connections and pipes are no addresses.
  const program = `
    const net = require("net");
    const all = [["127.0.0.1"], ["0.0.0.0"], ["::1"], ["::"]].map(([host]) =>
      new Promise((done) => { const s = net.createServer().listen({ port: 0, host, ipv6Only: host.includes(":") }, () => done(s.address().port)); s.on("connection", () => {}); }));
    const unix = new Promise((done) => net.createServer().listen(${JSON.stringify(join(folder, "socket"))}, done));
    Promise.all([...all, unix]).then(([a, b, c, d]) => { net.connect(a); console.log(JSON.stringify([a, b, c, d])); });
  `;
  fs.writeFileSync(join(folder, "listen.cjs"), program);
  const script = `"${process.execPath}" "${join(folder, "listen.cjs")}"; true`;
  parent = spawn("/bin/sh", ["-c", script], {
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  parent.stdout!.on("data", (chunk) => {
    text += chunk;
  });
  await until(() => text.endsWith("\n"));
  const [local, any, local6, any6] = JSON.parse(text) as number[];
  expect([...listensOn(parent.pid!)].sort()).toEqual(
    [
      `127.0.0.1:${local}`,
      `0.0.0.0:${any}`,
      `[::1]:${local6}`,
      `[::]:${any6}`,
      join(folder, "socket"),
    ].sort(),
  );
  expect(listensOn(process.pid)).toEqual([]);
});

test.each([
  ["/run/socket", "/run/socket", true],
  ["/run/other", "/run/socket", false],
  ["127.0.0.1:8080", { port: 8080 }, true],
  ["0.0.0.0:8080", { port: 8080 }, true],
  ["[::]:8080", { port: 8080 }, true],
  ["127.0.0.1:18080", { port: 8080 }, false],
])("what listens on %s listens on %j: %s", (on, address, expected) => {
  expect(listens(on, address)).toBe(expected);
});
