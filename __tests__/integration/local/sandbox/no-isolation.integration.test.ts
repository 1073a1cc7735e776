import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { noIsolation } from "../../../../local/sandbox/jail/no-isolation.ts";
import { openGate } from "../../../gate.ts";
import { type Account, openAccount, refusal } from "../../../local/services/lambda/account.ts";
import { until } from "../../../until.ts";

const folder = mkdtempSync(join(tmpdir(), "megamode-root-"));
const root = join(folder, "mm");
let account: Account;
beforeAll(async () => {
  account = await openAccount({ isolation: async (node) => noIsolation(node, root) });
});
afterAll(async () => {
  await account.close();
  rmSync(folder, { recursive: true });
});

/** Also one that its parent has not yet buried has ended. */
function runs(pid: number): boolean {
  const stat = `/proc/${pid}/stat`;
  return existsSync(stat) && !/\) [ZX] /.test(readFileSync(stat, "utf8"));
}

test("without isolation one sandbox runs at a time, is frozen, and leaves nothing", async () => {
  const source = `
    import { spawn } from "node:child_process";
    const ticks = [];
    setInterval(() => ticks.push(Date.now()), 10);
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { detached: true });
    export const handler = async ({ gate }) => {
      if (gate) await fetch(gate);
      return { ticks, pids: [process.pid, child.pid] };
    };`;
  await account.create("alone", source);
  await account.create("other", source);
  const gate = await openGate();
  const running = account.invoke("alone", { gate: gate.url });
  await gate.reached(1);
  expect(await refusal(account.invoke("other"))).toMatch(/^TooManyRequests/);
  gate.close();
  const first = (await running).value;
  const frozen = Date.now();
  await setTimeout(500);
  const thawed = Date.now();
  const second = (await account.invoke("alone")).value;
  expect(second.pids).toEqual(first.pids);
  expect(second.ticks.filter((tick: number) => tick > frozen && tick < thawed)).toEqual([]);
  const other = (await account.invoke("other")).value;
  for (const pid of first.pids) expect(runs(pid)).toBe(false);
  await account.restart();
  for (const pid of other.pids) expect(runs(pid)).toBe(false);
});

test("a build that takes the root ends the sandbox that has it", async () => {
  await account.create("taken", "export const handler = async () => process.pid;");
  const first = (await account.invoke("taken")).value;
  writeFileSync(`${root}.lock`, "the build of an app");
  await until(() => !runs(first));
  const second = (await account.invoke("taken")).value;
  expect(second).not.toBe(first);
  expect((await account.invoke("taken")).value).toBe(second);
});
