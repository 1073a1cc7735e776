import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { killGroup, killLeftover, recordServer } from "../../../runtime/src/server/process-id.ts";
import { until } from "../../until.ts";
import { runs, sleeper } from "./processes.ts";

const SECRET = randomBytes(24).toString("hex");

let folder: string;
let file: string;
let child: ReturnType<typeof sleeper>;
beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), "mm-pid-"));
  file = join(folder, "server.pid");
  child = sleeper();
});
afterEach(() => {
  child.kill("SIGKILL");
  fs.rmSync(folder, { recursive: true });
});

describe("a server that was left behind", () => {
  test("is killed, and its record is removed", async () => {
    recordServer(file, child.pid, SECRET);
    killLeftover(file, folder);
    await until(() => !runs(child.pid));
    expect(fs.existsSync(file)).toBe(false);
  });

  test("is not mistaken for a process that was given its id later", () => {
    fs.writeFileSync(file, `${child.pid} 1 ${SECRET}`);
    killLeftover(file, folder);
    expect(runs(child.pid)).toBe(true);
    expect(child.signalCode).toBeNull();
    expect(fs.existsSync(file)).toBe(false);
  });

  test("that was not recorded, or not in full, is no problem", () => {
    killLeftover(file, folder);
    fs.writeFileSync(file, "");
    killLeftover(file, folder);
    expect(fs.existsSync(file)).toBe(false);
  });
});

describe("what a server has started and is left behind with it", () => {
  const spawned: ChildProcess[] = [];
  const orphans: number[] = [];
  afterEach(() => {
    for (const one of spawned.splice(0)) one.kill("SIGKILL");
    for (const pid of orphans.splice(0)) process.kill(pid, "SIGKILL");
  });
  /** A process whose parent has ended. */
  const start = (file: string, env: Record<string, string>) => {
    const script = `${file} 600 >/dev/null 2>&1 & echo $!`;
    const printed = execFileSync("/bin/sh", ["-c", script], { env, encoding: "utf8" });
    return Number(printed);
  };

  test("is killed: its group although the server has ended, by then nobody's", async () => {
    const script = "sleep 600 & echo $!; exec sleep 600";
    const leader = spawn("/bin/sh", ["-c", script], { detached: true });
    spawned.push(leader);
    const [printed] = (await once(leader.stdout!, "data")) as [Buffer];
    recordServer(file, leader.pid!, SECRET);
    leader.kill("SIGKILL");
    await once(leader, "exit");
    killLeftover(file, folder);
    await until(() => !runs(Number(printed)));
  });

  test("is killed: a daemon, which has its own group, by the secret in its environment", async () => {
    const daemon = start("/bin/sleep", { MEGAMODE_PROXY_SECRET: SECRET });
    const other = start("/bin/sleep", { MEGAMODE_PROXY_SECRET: "another server's" });
    recordServer(file, child.pid, SECRET);
    killLeftover(file, folder);
    await until(() => !runs(daemon));
    expect(runs(other)).toBe(true);
    orphans.push(other);
  });

  test("is killed: a daemon whose environment is gone, by the packaged program that it runs", async () => {
    fs.copyFileSync("/bin/sleep", join(folder, "ruby"));
    const daemon = start(join(folder, "ruby"), {});
    recordServer(file, child.pid, SECRET);
    killLeftover(file, folder);
    await until(() => !runs(daemon));
  });
});

test("a command that runs beside a server's start, by a packaged program, is left alone", async () => {
  const program = join(folder, "ruby");
  fs.copyFileSync("/bin/sleep", program);
  const command = spawn("/bin/sh", ["-c", `${program} 600 & echo $!; wait`], { detached: true });
  const [printed] = (await once(command.stdout, "data")) as [Buffer];
  recordServer(file, child.pid, SECRET);
  const ended = once(child, "exit");
  killLeftover(file, folder);
  await ended;
  expect(runs(Number(printed))).toBe(true);
  process.kill(-command.pid!, "SIGKILL");
});

test("a process that is gone is not recorded", async () => {
  child.kill("SIGKILL");
  await new Promise((ended) => child.once("exit", ended));
  recordServer(file, child.pid, SECRET);
  expect(fs.existsSync(file)).toBe(false);
});

describe("a signal to a group", () => {
  test("reaches its processes", async () => {
    killGroup(child.pid, "SIGTERM");
    const [, signal] = await new Promise<unknown[]>((ended) =>
      child.once("exit", (...how) => ended(how)),
    );
    expect(signal).toBe("SIGTERM");
  });

  test("is not an error where the group is gone", async () => {
    child.kill("SIGKILL");
    await new Promise((ended) => child.once("exit", ended));
    expect(() => killGroup(child.pid, "SIGTERM")).not.toThrow();
  });

  test("is an error where it is no signal", () => {
    expect(() => killGroup(child.pid, "SIGNONE" as NodeJS.Signals)).toThrow(/SIGNONE/);
  });
});
