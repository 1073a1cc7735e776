import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { PROJECT, RAILS, run } from "./harness.ts";

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
    const { log, result } = await demo();
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

  test("serves the Sinatra example, its lines prefixed by Rack", async () => {
    const { log, result } = await demo("--app", join(PROJECT, "examples/sinatra"));
    expect(result.status).toBe(200);
    expect(log).toMatch(/^Rack: /m);
    expect(log).not.toMatch(/^Rails: /m);
  });
});
