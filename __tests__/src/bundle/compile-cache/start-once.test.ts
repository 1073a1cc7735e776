import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { START_ONCE } from "../../../../src/bundle/compile-cache/start-once.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "megamode-start-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

/** Answers, notes what it was asked and its own number, and does on TERM what is said. */
const server = (onTerm: string) => `
require "socket"
trap("TERM") { ${onTerm} }
listens = UNIXServer.new(ARGV[0])
loop do
  asked = listens.accept
  File.write(ARGV[1], "#{Process.pid} #{asked.gets}")
  asked.close
end`;

test.each([
  ["ends when it is told to", "exit"],
  ["does not", "nil"],
])(
  "a server that %s is asked once and is gone",
  (_, onTerm) => {
    const [socket, asked] = [join(dir, "server.sock"), join(dir, "asked")];
    const command = ["ruby", "-e", server(onTerm), socket, asked];
    const args = ["-e", START_ONCE, "--", socket, "/up", "", "60", "0.2", ...command];
    const { status, stderr } = spawnSync("ruby", args, { encoding: "utf8", timeout: 60_000 });
    expect([status, stderr]).toEqual([0, ""]);
    const [pid, line] = readFileSync(asked, "utf8").split(/ (.*)/);
    expect(line).toBe("GET /up HTTP/1.1");
    expect(() => process.kill(Number(pid), 0)).toThrow("ESRCH");
  },
  90_000,
);

test("a server that takes prewarms is asked for the page, and then as the proxy asks", () => {
  const [socket, asked] = [join(dir, "server.sock"), join(dir, "asked")];
  const keeps = `
require "socket"
trap("TERM") { exit }
listens = UNIXServer.new(ARGV[0])
loop do
  client = listens.accept
  lines = []
  while (line = client.gets&.chomp) && line != "" do lines << line end
  File.write(ARGV[1], "#{lines.join("|")}\n", mode: "a")
  client.close
end`;
  const command = ["ruby", "-e", keeps, socket, asked];
  const args = ["-e", START_ONCE, "--", socket, "/up", "prewarm", "60", "60", ...command];
  const env = { ...process.env, MEGAMODE_PROXY_SECRET: "of this start" };
  const { status, stderr } = spawnSync("ruby", args, { encoding: "utf8", timeout: 60_000, env });
  expect([status, stderr]).toEqual([0, ""]);
  const secret = "x-megamode-secret: of this start|x-megamode-prewarm: 1";
  expect(readFileSync(asked, "utf8").trim().split("\n")).toEqual([
    "GET /up HTTP/1.1|Host: localhost|Connection: close",
    `GET / HTTP/1.1|Host: localhost|${secret}|Connection: close`,
  ]);
});

test.each([
  ["never listens", "0.2", "sleep", "it did not listen within 0.2 s"],
  ["ends at once", "60", "exit", "it ended before it listened"],
])("a server that %s is a failure that says so", (_, limit, script, said) => {
  const socket = join(dir, "server.sock");
  const args = ["-e", START_ONCE, "--", socket, "/up", "", limit, "60", "ruby", "-e", script];
  const { status, stderr } = spawnSync("ruby", args, { encoding: "utf8", timeout: 60_000 });
  expect([status, stderr.trim()]).toEqual([1, said]);
});
