import fs from "node:fs";
import { afterEach, expect, test } from "@jest/globals";
import { until } from "../../until.ts";
import { type Testbed, testbed } from "./testbed.ts";

let bed: Testbed;
afterEach(() => bed.stop());

const alive = (pid: number) =>
  fs.existsSync(`/proc/${pid}/stat`) &&
  !/\) Z /.test(fs.readFileSync(`/proc/${pid}/stat`, "latin1"));
const recorded = () =>
  Number(fs.readFileSync(`${bed.root}/run/server.pid`, "latin1").split(" ")[0]);

test("the socket's folder is for us alone", async () => {
  bed = await testbed();
  await bed.sandbox.ready();
  expect(fs.statSync(`${bed.root}/run`).mode & 0o777).toBe(0o700);
});

test("a restarted runtime ends the server that was left, and uses what was loaded", async () => {
  bed = await testbed();
  await bed.sandbox.ready();
  const pid = recorded();
  const next = bed.again();
  await next.ready();
  await until(() => !alive(pid));
  expect(recorded()).not.toBe(pid);
  expect(bed.s3.requests).toHaveLength(1);
});

test("a process id that was given away since is left alone", async () => {
  bed = await testbed();
  fs.mkdirSync(`${bed.root}/run`);
  fs.writeFileSync(`${bed.root}/run/server.pid`, `${process.ppid} 1`);
  await bed.sandbox.ready();
  expect(alive(process.ppid)).toBe(true);
});

test("a load that fails is tried again by the next call", async () => {
  bed = await testbed();
  const objects = [...bed.s3.objects];
  bed.s3.objects.clear();
  await expect(bed.sandbox.ready()).rejects.toThrow(/NoSuchKey/);
  for (const [key, bytes] of objects) bed.s3.objects.set(key, bytes);
  await bed.sandbox.ready();
  expect(bed.sandbox.warm).toBe(true);
});

test("the report says what the cold start took", async () => {
  bed = await testbed();
  await bed.sandbox.ready();
  const { coldStart, sandbox } = bed.sandbox.history.report();
  expect(sandbox).toMatch(/^[0-9a-f-]{36}$/);
  expect(coldStart.bootMs).toBeGreaterThan(0);
  const { fetchMs, unpackMs, bootMs, totalMs } = coldStart;
  expect(totalMs).toBeGreaterThanOrEqual(fetchMs + unpackMs + bootMs - 3);
});
