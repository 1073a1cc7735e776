import { spawn, spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { expect, test } from "@jest/globals";
import { readRunnerLog } from "../../stand-ins/runner-log.ts";

const fault = resolve(import.meta.dirname, "../../fixtures/host/fault.ts");

test.each([
  ["throws later", 1],
  ["rejects", 1],
  ["rejects with a text", 1],
  ["warns", 0],
  ["writes", 0],
])("a process that %s ends with %s, and lets no command and no secret through", (how, status) => {
  const done = spawnSync(process.execPath, [fault, how], {
    encoding: "utf8",
    env: { ...process.env, INPUT_ENVIRONMENT: "NOTE=planted" },
  });
  const { commands, shown } = readRunnerLog(done.stdout + done.stderr);
  expect(done.status).toBe(status);
  expect(done.stderr).toBe("");
  expect(commands.map(({ name }) => name)).toEqual(
    status === 1 ? ["add-mask", "error"] : ["add-mask"],
  );
  expect(shown).toContain("stop-commands::x");
  expect(shown).not.toContain("s3cret");
  // What ends a run shows no value of an input, whether it is a secret or not.
  expect(shown.includes("planted")).toBe(status === 0);
});

test("a process whose words nobody reads any more ends", async () => {
  const started = spawn(process.execPath, [fault, "throws later"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  started.stdout.destroy();
  try {
    expect(await new Promise((done) => started.on("exit", done))).toBe(1);
  } finally {
    started.kill("SIGKILL");
  }
});
