import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { EarlierAssets } from "../../../runtime/src/server/earlier-assets.ts";

let root: string;
let lines: string[];
beforeEach(() => {
  root = fs.mkdtempSync(join(tmpdir(), "mm-assets-"));
  lines = [];
});
afterEach(() => fs.rmSync(root, { recursive: true }));

const open = (load: () => Promise<void>) =>
  new EarlierAssets(root, load, (line) => void lines.push(line));
/** Whether it is settled after a turn of the event loop. */
const settled = (promise: Promise<void>) =>
  Promise.race([promise.then(() => true), new Promise((turn) => setImmediate(turn, false))]);

test("only who asks for a file that may be one of them waits until they are there", async () => {
  let finish = () => {};
  const assets = open(
    () =>
      new Promise((resolve) => {
        finish = resolve;
      }),
  );
  assets.start();
  fs.mkdirSync(`${root}/app/public/assets`, { recursive: true });
  fs.writeFileSync(`${root}/app/public/assets/new.css`, "");
  expect(await settled(assets.settled("/posts"))).toBe(true);
  expect(await settled(assets.settled("/assets/new.css"))).toBe(true);
  const old = assets.settled("/assets/old.css");
  expect(await settled(old)).toBe(false);
  finish();
  await old;
  expect(lines).toEqual([]);
});

test("they are loaded once, however often a start is asked for", async () => {
  let count = 0;
  const assets = open(async () => {
    count += 1;
  });
  assets.start();
  assets.start();
  await assets.settled("/assets/a.css");
  assets.start();
  expect(count).toBe(1);
});

test("a failure is tried again, three times in all, and then is one line", async () => {
  let count = 0;
  const assets = open(async () => {
    count += 1;
    throw new Error(`NoSuchKey ${count}\nmore`);
  });
  assets.start();
  await assets.settled("/assets/a.css");
  expect(count).toBe(3);
  expect(lines).toEqual(["megamode: assets of the previous release are missing: NoSuchKey 3\n"]);
});

test("a failure that does not last is not told", async () => {
  let count = 0;
  const assets = open(async () => {
    count += 1;
    if (count < 3) throw new Error("flaky");
  });
  assets.start();
  await assets.settled("/assets/a.css");
  expect(count).toBe(3);
  expect(lines).toEqual([]);
});
