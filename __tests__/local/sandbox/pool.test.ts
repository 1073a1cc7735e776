import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { bubblewrap } from "../../../local/sandbox/jail/bubblewrap.ts";
import { Pool } from "../../../local/sandbox/pool.ts";

const MINUTE = 60_000;
const stateDir = mkdtempSync(join(tmpdir(), "megamode-pool-"));
const codeDir = join(stateDir, "code");
let now = 0;
let pool: Pool;

beforeAll(async () => {
  mkdirSync(codeDir);
  const id = "const id = Math.random();";
  writeFileSync(join(codeDir, "index.mjs"), `${id} export const handler = async () => id;`);
  const credentials = { accessKeyId: "a", secretAccessKey: "b", sessionToken: "c" };
  const surroundings = async () => ({ region: "eu-west-1", endpoint: "http://x", credentials });
  const isolation = await bubblewrap(process.execPath, stateDir);
  pool = new Pool({ isolation, stateDir, log: () => {}, surroundings }, () => now);
});
afterAll(async () => {
  await pool.close();
  rmSync(stateDir, { recursive: true });
});

async function ask(key: string): Promise<string> {
  const runnable = {
    ...{ key, functionName: "f", version: "1", handler: "index.handler", role: "r", codeDir },
    ...{ memoryMb: 128, timeoutSeconds: 5, tmpMb: 512, environment: {}, mounts: [] },
  };
  const payload = Buffer.from("{}");
  const event = { requestId: "id", payload, functionArn: "arn", traceId: "trace" };
  return (await pool.invoke(runnable, event)).payload.toString();
}

test("a sandbox that was idle for a quarter of an hour is ended, one that was used is not", async () => {
  const [left, used] = [await ask("left"), await ask("used")];
  now += 10 * MINUTE;
  expect(await ask("used")).toBe(used);
  now += 6 * MINUTE;
  await pool.sweep();
  expect(await ask("left")).not.toBe(left);
  expect(await ask("used")).toBe(used);
});

test("sandboxes of a version that is no more are ended", async () => {
  const before = await ask("old");
  await pool.retire((key) => key === "old");
  expect(await ask("old")).not.toBe(before);
});
