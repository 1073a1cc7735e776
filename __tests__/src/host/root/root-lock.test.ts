import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "@jest/globals";
import { takeRootLock } from "../../../../src/host/root/root-lock.ts";

const folder = mkdtempSync(join(tmpdir(), "root-lock-"));
afterAll(() => rmSync(folder, { recursive: true }));
const clock = { now: () => performance.now(), sleep: () => sleep(1) };
/** A process that has ended. */
const dead = spawnSync(process.execPath, ["--version"]).pid;

test("of many builds that find a dead holder's lock, one has it at a time", async () => {
  const file = join(folder, "many");
  for (let round = 0; round < 20; round += 1) {
    writeFileSync(file, JSON.stringify({ pid: dead, what: "a build that was killed" }));
    let inside = 0;
    let most = 0;
    const one = async () => {
      const release = await takeRootLock("build", clock, Number.POSITIVE_INFINITY, () => {}, file);
      inside += 1;
      most = Math.max(most, inside);
      await sleep(1);
      inside -= 1;
      await release();
    };
    await Promise.all(Array.from({ length: 10 }, one));
    expect(most).toBe(1);
  }
});

test("a dead holder's lock is removed by one waiter at a time", async () => {
  const file = join(folder, "dead");
  writeFileSync(file, JSON.stringify({ pid: dead, what: "a build that was killed" }));
  writeFileSync(`${file}.dead`, ""); // Another waiter is about to.
  const looks: string[] = [];
  const sleeping = async () => {
    looks.push(readFileSync(file, "utf8"));
    if (looks.length === 3) rmSync(`${file}.dead`);
  };
  const release = await takeRootLock("build", { ...clock, sleep: sleeping }, 1e6, () => {}, file);
  expect(looks.map((look) => JSON.parse(look).pid)).toEqual([dead, dead, dead]);
  await release();
  expect(readdirSync(folder).filter((name) => name.startsWith("dead"))).toEqual([]);
});

test("a build that waits is told for whom, and after its limit what to do", async () => {
  const file = join(folder, "held");
  const release = await takeRootLock("build of /home/me/app", clock, 0, () => {}, file);
  const told: string[] = [];
  const second = takeRootLock("build", clock, 5, (holder) => told.push(holder), file);
  await expect(second).rejects.toThrow("still held by build of /home/me/app (pid");
  expect(told).toEqual([`build of /home/me/app (pid ${process.pid})`]);
  await release();
  await (await takeRootLock("build", clock, 0, () => {}, file))();
});
