import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { expect, test } from "@jest/globals";
import {
  allProcesses,
  comesFrom,
  handles,
  processGroup,
  processInfo,
} from "../../../runtime/src/server/processes.ts";

/** A shell that runs a script, in a group of its own, until it has printed a line. */
async function shell(script: string, env: Record<string, string> = {}) {
  const child = spawn("/bin/sh", ["-c", script], { detached: true, env });
  const [line] = (await once(child.stdout!, "data")) as [Buffer];
  const end = async () => {
    const ended = once(child, "exit");
    process.kill(-child.pid!, "SIGKILL");
    await ended;
  };
  return { pid: child.pid!, line: line.toString().trim(), end };
}

test("a process is described, with its group; one that is gone is not", async () => {
  const { pid, line, end } = await shell("sleep 600 & echo $!; wait");
  const [leader, child] = [processInfo(pid)!, processInfo(Number(line))!];
  expect(leader).toMatchObject({ pid, parent: process.pid, group: pid });
  expect(child).toMatchObject({ parent: pid, group: pid });
  expect(leader.memory).toBeGreaterThan(100_000);
  expect(
    processGroup(pid)
      .map((one) => one.pid)
      .sort(),
  ).toEqual([pid, child.pid].sort());
  expect(allProcesses().map((one) => one.pid)).toEqual(expect.arrayContaining([pid, process.pid]));
  await end();
  expect(processInfo(pid)).toBeUndefined();
});

test("which signals a process handles is known", async () => {
  const { pid, end } = await shell("trap : PWR; trap '' USR1; echo up; sleep 600");
  const { SIGPWR, SIGUSR1, SIGUSR2 } = constants.signals;
  expect([SIGPWR, SIGUSR1, SIGUSR2].map((signal) => handles(pid, signal))).toEqual([
    true,
    false,
    false,
  ]);
  await end();
  expect(handles(pid, SIGPWR)).toBe(false);
});

test("where a process comes from is known by its environment or by its program", async () => {
  const { pid, end } = await shell("echo up; exec sleep 600", { WORD: "hello" });
  expect(comesFrom(pid, "WORD=hello", "/nowhere")).toBe(true);
  expect(comesFrom(pid, "WORD=bye", "/nowhere")).toBe(false);
  expect(comesFrom(pid, "WORD=bye", "/usr")).toBe(true);
  await end();
  expect(comesFrom(pid, "WORD=hello", "/usr")).toBe(false);
});
