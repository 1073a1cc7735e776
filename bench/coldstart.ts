import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { deployByTerminal } from "../bin/deploy-by-terminal.ts";
import { environmentFor, localAws, stopLocalAws } from "../bin/local-aws.ts";
import type { ColdStart, StatusMessage, StatusResult } from "../contract/messages.ts";
import { asPerson, asProxy, boot } from "./boot.ts";
import { benchLoader } from "./loader.ts";
import { median } from "./median.ts";
import { memoryFolder } from "./memory-folder.ts";
import { unpackRelease } from "./tree.ts";
import { prepareWay2018 } from "./way-2018.ts";

/**
 * Measures cold starts and boots of the Rails example: `npm run bench:coldstart -- [--runs N]`, as root. Prints a line
 * for each run, a table of medians and, last, one JSON object, whose keys docs/performance.md explains.
 */
const { values } = parseArgs({ options: { runs: { type: "string", default: "5" } } });
const runs = Number(values.runs);
/** MB/s that one sandbox gets from S3. */
const RATE = 80;

const state = mkdtempSync(join(tmpdir(), "megamode-bench-"));
const app = resolve(import.meta.dirname, "../examples/rails");
const outputs = await deployByTerminal({ app, stage: "bench", state });
const tree = await unpackRelease(state, join(state, "tree"));
const { archives } = tree.manifest;
const memory = memoryFolder("megamode-2018-");
const in2018 = await prepareWay2018(app, memory);

const ways = {
  boot: async () => (await boot(tree, asProxy(tree))).listenMs,
  "boot, bootsnap off": async () =>
    (await boot(tree, asProxy(tree, { DISABLE_BOOTSNAP: "1" }))).listenMs,
  "boot, bundle exec puma": async () => (await boot(tree, asPerson(tree))).listenMs,
  "cold start": async () => (await coldStart([])).totalMs,
  [`cold start, S3 at ${RATE} MB/s`]: async () =>
    (await coldStart(["--s3-rate", String(RATE)])).totalMs,
  "cold start as in 2018": in2018.coldStart,
} as const;
const took = new Map<string, number[]>(Object.keys(ways).map((name) => [name, []]));

await boot(tree, asPerson(tree)); // Fills its cache.
for (let run = 0; run < runs; run += 1) {
  for (const [name, way] of Object.entries(ways)) {
    const ms = await way();
    took.get(name)?.push(ms);
    console.log(`run ${run + 1}: ${name}: ${Math.round(ms)} ms`);
  }
}
await in2018.close();
rmSync(memory, { recursive: true });
await stopLocalAws(state); // Its S3 may be limited. The loader is compared, not the network.
const loader = await benchLoader(state, runs);
await stopLocalAws(state);
rmSync(state, { recursive: true, force: true });

console.log("\n| | median of | ms |\n| --- | ---: | ---: |");
for (const name of took.keys())
  console.log(`| ${name} | ${runs} | ${Math.round(medianOf(name))} |`);
const own = medianOf("boot");
console.log(
  JSON.stringify({
    overBootMs: Math.round(medianOf("cold start") - own),
    overBootLimitedMs: Math.round(medianOf(`cold start, S3 at ${RATE} MB/s`) - own),
    loaderRatio: loader.loaderRatio,
    vs2018Ratio: round(medianOf("cold start as in 2018") / medianOf("cold start")),
    bootsnapRatio: round(own / medianOf("boot, bootsnap off")),
    plainRatio: round(own / medianOf("boot, bundle exec puma")),
    compressedBytes: archives.reduce((sum, { bytes }) => sum + bytes, 0),
    unpackedBytes: archives.reduce((sum, { unpackedBytes }) => sum + unpackedBytes, 0),
    peakRssMb: loader.peakRssMb,
  }),
);

/** Starts cold, with nothing in /tmp: a sandbox ends with the embedded AWS that started it. */
async function coldStart(flags: readonly string[]): Promise<ColdStart> {
  await stopLocalAws(state);
  await localAws(state, flags);
  Object.assign(process.env, await environmentFor(state));
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
  const { coldStart, httpStatus } = JSON.parse(
    answer.Payload?.transformToString() ?? "{}",
  ) as StatusResult;
  if (httpStatus !== 200) throw new Error(`/up answers ${httpStatus}`);
  return coldStart;
}

function medianOf(name: string): number {
  return median(took.get(name) ?? []);
}

function round(ratio: number): number {
  return Math.round(ratio * 100) / 100;
}
