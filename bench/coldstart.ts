import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { deployByTerminal } from "../bin/deploy-by-terminal.ts";
import { environmentFor, stopLocalAws } from "../bin/local-aws.ts";
import type { StatusMessage, StatusResult } from "../contract/messages.ts";

/**
 * Cold starts of the Rails example on the embedded AWS, from nothing in /tmp to a rack server that accepts
 * connections: `npm run bench:coldstart`. Prints a row a run and, last, one JSON object of medians.
 */
const RUNS = 5;
const state = mkdtempSync(join(tmpdir(), "megamode-bench-"));
const app = resolve(import.meta.dirname, "../examples/rails");
const outputs = await deployByTerminal({ app, stage: "bench", state });
const { archives } = JSON.parse(outputs.report ?? "{}") as { archives: { bytes: number }[] };

const runs = [];
for (let run = 1; run <= RUNS; run += 1) {
  await stopLocalAws(state); // Its sandboxes end with it: the next one starts from nothing.
  Object.assign(process.env, await environmentFor(state));
  const { coldStart } = await status();
  runs.push(coldStart);
  console.log(
    `run ${run}: fetch ${coldStart.fetchMs} ms, unpack ${coldStart.unpackMs} ms, boot ${coldStart.bootMs} ms, total ${coldStart.totalMs} ms`,
  );
}
await stopLocalAws(state);
rmSync(state, { recursive: true, force: true });
console.log(
  JSON.stringify({
    runs: RUNS,
    compressedBytes: archives.reduce((sum, { bytes }) => sum + bytes, 0),
    totalMs: median(runs.map(({ totalMs }) => totalMs)),
    bootMs: median(runs.map(({ bootMs }) => bootMs)),
    totalOverBoot: Number(median(runs.map((one) => one.totalMs / one.bootMs)).toFixed(2)),
  }),
);

async function status(): Promise<StatusResult> {
  const message: StatusMessage = {
    megamode: 1,
    message: "status",
    path: "/up",
    host: "localhost",
    prefix: "/bench",
  };
  const answer = await new LambdaClient({}).send(
    new InvokeCommand({
      FunctionName: outputs["function-name"],
      Qualifier: "live",
      Payload: Buffer.from(JSON.stringify(message)),
    }),
  );
  return JSON.parse(answer.Payload?.transformToString() ?? "{}");
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
