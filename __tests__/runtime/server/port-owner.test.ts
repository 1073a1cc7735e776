import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { portOwner } from "../../../runtime/src/server/port-owner.ts";
import { send } from "../../../runtime/src/server/process-id.ts";
import { freePort } from "../../free-port.ts";

const SECRET = "the secret of this boot";

let folder: string;
let port: number;
let leader: ChildProcess & { readonly pid: number };
let foreign: Server;
const daemons: number[] = [];
beforeEach(async () => {
  folder = fs.mkdtempSync(join(tmpdir(), "mm-owner-"));
  port = await freePort();
  foreign = createServer();
});
afterEach(() => {
  foreign.close();
  if (leader) process.kill(-leader.pid, "SIGKILL");
  for (const pid of daemons.splice(0)) send(pid, "SIGKILL");
  fs.rmSync(folder, { recursive: true });
});

/** Starts a server whose script is given a program that listens, and says its process id then. */
async function serve(script: string, host: string): Promise<number> {
  const program = `require("net").createServer().listen({ port: ${port}, host: "${host}", ipv6Only: ${host === "::1"} }, () => console.log(process.pid))`;
  const file = join(folder, "listen.cjs");
  fs.writeFileSync(file, program);
  const env = { ...process.env, LISTEN: `${process.execPath} ${file}` };
  const options = { env, detached: true, stdio: ["ignore", "pipe", "inherit"] as const };
  leader = spawn("/bin/sh", ["-c", script], { ...options } as object) as typeof leader;
  const [printed] = (await once(leader.stdout!, "data")) as [Buffer];
  // It may have left the leader's group.
  daemons.push(Number(printed));
  return Number(printed);
}

const listen = (host: string) =>
  new Promise<void>((done) => foreign.listen({ port, host, ipv6Only: false }, done));
const ask = (read?: (pid: number) => string[]) =>
  portOwner(port, leader?.pid ?? -1, SECRET, folder, read);
const own = fs.readFileSync("/proc/self/comm", "latin1").trimEnd();

describe("a port is the server's where its own process listens", () => {
  test.each([
    ["its first process", "exec $LISTEN", "127.0.0.1"],
    ["a worker, on all addresses", "$LISTEN & wait", "0.0.0.0"],
    ["a worker in a group of its own, on all addresses of IPv6", "setsid $LISTEN & wait", "::"],
  ])("%s", async (_, script, host) => {
    await serve(script, host);
    expect(ask()).toEqual({ ours: true });
  });

  test("a daemon that has left it, and knows the secret", async () => {
    const script = `(MEGAMODE_PROXY_SECRET="${SECRET}" setsid $LISTEN &); exec sleep 600`;
    await serve(script, "127.0.0.1");
    expect(ask()).toEqual({ ours: true });
  });
});

describe("a port is not the server's", () => {
  test.each(["127.0.0.1", "0.0.0.0", "::", "::ffff:127.0.0.1"])(
    "where another program listens on %s",
    async (host) => {
      await listen(host);
      expect(ask()).toEqual({
        ours: false,
        taken: `port ${port} is taken by another program (pid ${process.pid}, ${own})`,
      });
    },
  );

  test("where another program takes what comes to 127.0.0.1, and the server listens beside it", async () => {
    await listen("127.0.0.1");
    await serve("exec $LISTEN", "::1");
    expect(ask()).toMatchObject({ ours: false, taken: expect.stringContaining(`${process.pid}`) });
  });

  test("where a daemon listens that another server has left", async () => {
    const script = "(MEGAMODE_PROXY_SECRET=other setsid $LISTEN &); exec sleep 600";
    const pid = await serve(script, "127.0.0.1");
    expect(ask()).toMatchObject({ ours: false, taken: expect.stringContaining(`(pid ${pid}, `) });
  });

  test("where the other program's files cannot be seen: then it has no name", async () => {
    await listen("127.0.0.1");
    const taken = `port ${port} is taken by another program`;
    expect(ask(() => [])).toEqual({ ours: false, taken });
  });

  test("where nobody listens any more", () => {
    expect(ask()).toEqual({ ours: false });
  });
});

test("a port counts as the server's where the files of its own processes cannot be read", async () => {
  await serve("exec $LISTEN", "127.0.0.1");
  const denied = () => {
    throw Object.assign(new Error("denied"), { code: "EACCES" });
  };
  expect(ask(denied)).toEqual({ ours: true });
});
