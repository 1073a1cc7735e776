import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Fault, S3Call } from "../../../../local/services/s3/network.ts";
import { sha256Hex } from "../../../../src/digest.ts";
import { type StoreOnS3, storeOnS3 } from "./cloud.ts";

const folder = mkdtempSync(join(tmpdir(), "megamode-answers-"));
const content = "a piece ".repeat(10_000);
const sha256 = sha256Hex(content);
const file = join(folder, sha256);
const BUCKET = "bundles";

let on: StoreOnS3;
/** What goes wrong with the next calls, each with one. */
let faults: Fault[] = [];
/** The operations that were asked for since the last `beforeEach`. */
let calls: string[] = [];
beforeAll(async () => {
  writeFileSync(file, content);
  const fault = ({ operation }: S3Call) => {
    calls.push(operation);
    return faults.shift();
  };
  on = await storeOnS3({ fault });
  await on.store.ensureBucket(BUCKET, () => {});
});
afterAll(() => on.close());
beforeEach(() => {
  calls = [];
  faults = [];
});

const upload = (key: string) => on.store.upload(BUCKET, key, file, sha256);
const newFile = () => join(mkdtempSync(join(folder, "to-")), "piece");

const BAD: readonly (readonly [string, Fault])[] = [
  ["is answered with 503", { kind: "slow-down" }],
  ["is answered with 500", { kind: "error" }],
  ["breaks off on its way", { kind: "reset", after: 1000 }],
  ["is done, and its answer lost", { kind: "lost" }],
];

describe("a call that", () => {
  test.each(BAD)("%s is made again: a piece is uploaded", async (what, fault) => {
    faults = [fault];
    await upload(what);
    expect(calls).toEqual(["PutObject", "PutObject"]);
    const to = newFile();
    expect(await on.store.download(BUCKET, what, to, content.length)).toBe(true);
    expect(readFileSync(to, "utf8")).toBe(content);
  });

  test.each(BAD)("%s is made again: a piece is fetched", async (what, fault) => {
    await upload(`${what}, fetched`);
    faults = [fault];
    const to = newFile();
    expect(await on.store.download(BUCKET, `${what}, fetched`, to, content.length)).toBe(true);
    expect(readFileSync(to, "utf8")).toBe(content);
    expect(calls).toEqual(["PutObject", "GetObject", "GetObject"]);
  });

  test.each(BAD)("%s is made again: a record is written and read", async (what, fault) => {
    const key = `${what}.json`;
    const value = { record: "of a release ".repeat(1000) };
    faults = [fault];
    await on.store.writeJson(BUCKET, key, value);
    faults = [fault];
    expect(await on.store.readJson(BUCKET, key)).toEqual(value);
    expect(calls).toHaveLength(4);
  });

  test.each(BAD)("%s is made again: a claim is ours, and nobody else's", async (what, fault) => {
    for (const value of [undefined, { of: "us ".repeat(1000) }]) {
      const key = `${what}, claimed ${typeof value}`;
      faults = [fault];
      expect(await on.store.claim(BUCKET, key, value)).toBe(true);
      expect(await on.store.claim(BUCKET, key, { of: "them" })).toBe(false);
      expect(await on.store.claim(BUCKET, key)).toBe(false);
    }
  });
});

test("of those who upload one piece at once, all succeed", async () => {
  await Promise.all(Array.from({ length: 8 }, () => upload("at once")));
  const to = newFile();
  expect(await on.store.download(BUCKET, "at once", to, content.length)).toBe(true);
});

test("of those who claim at once, one does", async () => {
  const claims = Array.from({ length: 8 }, () => on.store.claim(BUCKET, "claimed at once"));
  expect((await Promise.all(claims)).filter((isOurs) => isOurs)).toHaveLength(1);
});

test("an answer that stays bad is the error that is told", async () => {
  faults = Array.from({ length: 20 }, () => ({ kind: "error" }));
  await expect(upload("never")).rejects.toMatchObject({ name: "InternalError" });
});

test("a transfer that breaks off each time is told, too", async () => {
  await upload("broken");
  faults = Array.from({ length: 20 }, () => ({ kind: "reset", after: 10 }));
  const fetched = on.store.download(BUCKET, "broken", newFile(), content.length);
  await expect(fetched).rejects.toThrow(/aborted|broke|reset/i);
});
