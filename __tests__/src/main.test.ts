import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, expect, test } from "@jest/globals";
import { readOutputs } from "../../bin/outputs.ts";

const fixture = resolve(import.meta.dirname, "../fixtures/host/held-open.ts");
let child: ChildProcess | undefined;
afterEach(() => void child?.kill("SIGKILL"));

test.each([
  ["is done", {}, 0, /^note: Nothing to do/],
  ["has failed", { INPUT_STAGE: "Not A Stage" }, 1, /every input is listed in the README\.$/],
])(
  "the process ends when the action %s, though a connection is open, and all it said arrives",
  async (_, inputs, status, last) => {
    const folder = mkdtempSync(join(tmpdir(), "megamode-held-open-"));
    const [event, outputs] = [join(folder, "event.json"), join(folder, "outputs")];
    writeFileSync(event, JSON.stringify({ ref: "refs/heads/gone", deleted: true }));
    writeFileSync(outputs, "");
    const started = spawn(process.execPath, [fixture], {
      env: {
        PATH: process.env.PATH,
        AWS_REGION: "eu-west-1",
        GITHUB_REPOSITORY: "org/shop",
        GITHUB_EVENT_NAME: "push",
        GITHUB_EVENT_PATH: event,
        GITHUB_OUTPUT: outputs,
        ...inputs,
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    child = started;
    const ended = new Promise((done) => started.on("close", done));
    const log = await text(started.stdout);
    expect(await ended).toBe(status);
    expect(log).toContain("x the end\n");
    expect(log.trimEnd().split("\n").at(-1)).toMatch(last);
    const written = readOutputs(readFileSync(outputs, "utf8"));
    expect(written).toEqual(status === 0 ? expect.objectContaining({ command: "nothing" }) : {});
  },
);
