import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect, test } from "@jest/globals";

/** Starts the program, and waits until it is ready. */
async function start(...flags: readonly string[]) {
  const state = mkdtempSync(join(tmpdir(), "megamode-local-"));
  const main = resolve(import.meta.dirname, "../../../local/main.ts");
  const child = spawn(process.execPath, [main, "--state", state, ...flags], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { PATH: process.env.PATH ?? "" },
  });
  const exited = once(child, "exit");
  await Promise.race([once(child.stdout, "data"), exited]);
  return { child, exited, file: join(state, "endpoint.json") };
}

test("the program says where it is once it is ready, and ends cleanly", async () => {
  const { child, exited, file } = await start();
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const said = JSON.parse(readFileSync(file, "utf8"));
  expect(said).toMatchObject({ pid: child.pid, apiUrl: "https://localhost:{api}" });
  expect((await fetch(said.endpoint)).status).toBe(403);
  child.kill("SIGTERM");
  expect(await exited).toEqual([0, null]);
  expect(existsSync(file)).toBe(false);
});

test.each([
  [["--strict"], 2],
  [[], 0],
] as const)("with the flags %j it refuses %i of 40 requests", async (flags, refused) => {
  const { child, exited, file } = await start(...flags);
  const { endpoint, region, ...credentials } = JSON.parse(readFileSync(file, "utf8"));
  const sts = new STSClient({ endpoint, region, credentials, maxAttempts: 1 });
  const names: string[] = [];
  for (let count = 0; count < 40; count += 1) {
    const asked = sts.send(new GetCallerIdentityCommand());
    await asked.catch((error: Error) => names.push(error.name));
  }
  expect(names).toEqual(Array(refused).fill("Throttling"));
  child.kill("SIGTERM");
  await exited;
});
