import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { killGroup, killLeftover, recordServer } from "../../../runtime/src/server/process-id.ts";
import { until } from "../../until.ts";
import { runs, sleeper } from "./processes.ts";

const SECRET = randomBytes(24).toString("hex");

let folder: string;
let file: string;
let child: ReturnType<typeof sleeper>;
beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), "mm-pid-"));
  file = join(folder, "server.pid");
  child = sleeper();
});
afterEach(() => {
  child.kill("SIGKILL");
  fs.rmSync(folder, { recursive: true });
});

describe("a server that was left behind", () => {
  test("is killed, and its record is removed", async () => {
    recordServer(file, child.pid, SECRET);
    killLeftover(file, folder);
    await until(() => !runs(child.pid));
    expect(fs.existsSync(file)).toBe(false);
  });

  test("is not mistaken for a process that was given its id later", () => {
    recordServer(file, child.pid, SECRET);
    fs.appendFileSync(file, "0");
    killLeftover(file, folder);
    expect(runs(child.pid)).toBe(true);
    expect(child.signalCode).toBeNull();
    expect(fs.existsSync(file)).toBe(false);
  });

  test("that was not recorded, or not in full, is no problem", () => {
    killLeftover(file, folder);
    fs.writeFileSync(file, "");
    killLeftover(file, folder);
    expect(fs.existsSync(file)).toBe(false);
  });
});

test("a process that is gone is not recorded", async () => {
  child.kill("SIGKILL");
  await new Promise((ended) => child.once("exit", ended));
  recordServer(file, child.pid, SECRET);
  expect(fs.existsSync(file)).toBe(false);
});

describe("a signal to a group", () => {
  test("reaches its processes", async () => {
    killGroup(child.pid, "SIGTERM");
    const [, signal] = await new Promise<unknown[]>((ended) =>
      child.once("exit", (...how) => ended(how)),
    );
    expect(signal).toBe("SIGTERM");
  });

  test("is not an error where the group is gone", async () => {
    child.kill("SIGKILL");
    await new Promise((ended) => child.once("exit", ended));
    expect(() => killGroup(child.pid, "SIGTERM")).not.toThrow();
  });

  test("is an error where it is no signal", () => {
    expect(() => killGroup(child.pid, "SIGNONE" as NodeJS.Signals)).toThrow(/SIGNONE/);
  });
});
