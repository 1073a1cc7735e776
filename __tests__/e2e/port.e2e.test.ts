import { mkdtempSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { environmentFor, localAws, stopLocalAws } from "../../bin/local-aws.ts";
import { copyApp, FIXTURES, PROJECT, run } from "./harness.ts";

const app = copyApp(join(FIXTURES, "probe"));

test("a port that is in use is named by what would listen on it", async () => {
  const state = mkdtempSync(join(tmpdir(), "megamode-port-"));
  const { endpoint } = await localAws(state);
  await stopLocalAws(state);
  const port = Number(new URL(endpoint).port);
  const taken = createServer().listen(port, "127.0.0.1");
  await new Promise((listening) => taken.once("listening", listening));
  try {
    const { status, log } = await run(
      process.execPath,
      [
        join(PROJECT, "bin/megamode.ts"),
        ...["deploy", "--target", "local", "--app", app, "--stage", "live", "--state", state],
      ],
      { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "" },
    );
    expect(status).toBe(1);
    expect(log.match(/^error: .*/gm)).toEqual([expect.stringContaining(`port ${port}`)]);
    expect(log).not.toMatch(/^ +at /m);
  } finally {
    taken.close();
  }
  // Free again, it is served again.
  expect((await environmentFor(state)).AWS_ENDPOINT_URL).toBe(endpoint);
  await stopLocalAws(state);
});
