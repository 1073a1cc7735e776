import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "@jest/globals";

test("the program says where it is once it is ready, and ends cleanly", async () => {
  const state = mkdtempSync(join(tmpdir(), "megamode-local-"));
  const main = resolve(import.meta.dirname, "../../../local/main.ts");
  const child = spawn(process.execPath, [main, "--state", state], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { PATH: process.env.PATH ?? "" },
  });
  const exited = once(child, "exit");
  await Promise.race([once(child.stdout, "data"), exited]);
  const file = join(state, "endpoint.json");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const said = JSON.parse(readFileSync(file, "utf8"));
  expect(said).toMatchObject({ pid: child.pid, apiUrl: "https://localhost:{api}" });
  expect((await fetch(said.endpoint)).status).toBe(403);
  child.kill("SIGTERM");
  expect(await exited).toEqual([0, null]);
  expect(existsSync(file)).toBe(false);
});
