import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { noIsolation } from "../../../local/sandbox/no-isolation.ts";
import { type Account, openAccount, refusal } from "../lambda/account.ts";

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
    import { setTimeout } from "node:timers/promises";
    let own = 0;
    setInterval(() => { own += 1; }, 10);
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { detached: true });
    export const handler = async ({ wait }) => {
      const before = own;
      await setTimeout(wait);
      return { before, after: own, pids: [process.pid, child.pid] };
    };`;
  await account.create("alone", source);
  await account.create("other", source);
  const running = account.invoke("alone", { wait: 700 });
  await setTimeout(300);
  expect(await refusal(account.invoke("other", { wait: 0 }))).toMatch(/^TooManyRequests/);
  const first = (await running).value;
  await setTimeout(500);
  const second = (await account.invoke("alone", { wait: 0 })).value;
  expect(second.pids).toEqual(first.pids);
  expect(second.before - first.after).toBeLessThan(10);
  const other = (await account.invoke("other", { wait: 0 })).value;
  for (const pid of first.pids) expect(runs(pid)).toBe(false);
  await account.restart();
  for (const pid of other.pids) expect(runs(pid)).toBe(false);
});

test("a build that takes the root ends the sandbox that has it", async () => {
  await account.create("taken", "export const handler = async () => process.pid;");
  const first = (await account.invoke("taken")).value;
  writeFileSync(`${root}.lock`, "the build of an app");
  await setTimeout(400);
  expect(runs(first)).toBe(false);
  const second = (await account.invoke("taken")).value;
  expect(second).not.toBe(first);
  expect((await account.invoke("taken")).value).toBe(second);
});
