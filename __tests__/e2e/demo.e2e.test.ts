import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { pullRequest } from "../src/inputs/event/payloads.ts";
import { PROJECT, RAILS, run } from "./harness.ts";
import { runJob } from "./workflow-job.ts";

const demo = async (...args: string[]) => {
  const state = mkdtempSync(join(tmpdir(), "megamode-demo-aws-"));
  const { status, log } = await run(
    join(PROJECT, "bin/demo"),
    ["--once", "--state", state, ...args],
    {
      PATH: process.env.PATH ?? "",
      HOME: process.env.HOME ?? "",
      ...RAILS,
    },
  );
  rmSync(state, { recursive: true, force: true });
  if (status !== 0) throw new Error(log);
  return { log, result: JSON.parse(log.trimEnd().split("\n").at(-1) ?? "") };
};

describe("bin/demo --once", () => {
  test("serves the Rails example, and shows the log of a request as Lambda would", async () => {
    const { log, result } = await demo("--app", join(PROJECT, "examples/rails"));
    expect(result.status).toBe(200);
    expect(result.url).toMatch(/\/dev$/);
    expect(result.archives.map((archive: { name: string }) => archive.name)).toEqual([
      "ruby",
      "gems",
      "app",
    ]);
    expect(result.coldStart.totalMs).toBeGreaterThan(0);
    expect(log).toMatch(
      /START RequestId: (\S+) Version: \d+\nProcessing GET \/dev\/?\nRails: .*Started GET "\/dev\/?" for [\s\S]*Rails: .*Completed 200 OK[\s\S]*\nCompleted Status Code 200 in [\d.]+s \([^)]*\)\nEND RequestId: \1\n/,
    );
    expect(log).not.toMatch(/^Rack: /m);
    // What the layout of every Rails app writes out is named.
    expect(log).toContain("outside of the stage's path: `/manifest.json`, `/icon.png`");
  });
});

describe("CI's job that uses this action", () => {
  test("deploys the Sinatra example of a pull request, its lines prefixed by Rack, and reaches it", async () => {
    const event = pullRequest("opened", "branch");
    const payload = join(mkdtempSync(join(tmpdir(), "megamode-event-")), "event.json");
    writeFileSync(payload, JSON.stringify(event.payload));
    const { failed, log } = await runJob("ci.yml", "action", {
      ...event.env,
      ...RAILS,
      GITHUB_REPOSITORY_ID: "987654321",
      GITHUB_EVENT_PATH: payload,
    });
    if (failed) throw new Error(log);
    expect(log).toMatch(/^Rack: /m);
    expect(log).not.toMatch(/^Rails: /m);
    expect(log).toContain("The embedded AWS is stopped.");
  });
});
