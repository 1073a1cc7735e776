import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { stopLocalAws } from "../bin/local-aws.ts";
import { eventFor } from "./event.ts";
import { median } from "./median.ts";
import { deployExample } from "./proxy/example.ts";
import { initTime } from "./proxy/init-time.ts";
import { startOthers } from "./proxy/others.ts";
import { percentile } from "./proxy/percentile.ts";
import { openRoom } from "./proxy/room.ts";
import { prepareSmallApp } from "./proxy/small-app.ts";
import type { Worker } from "./proxy/worker.ts";

/**
 * Measures the proxy: `npm run bench:proxy`, as root, after a build. The ways alternate in small rounds. Prints a table
 * and, last, one JSON object, whose keys docs/performance.md explains.
 */
const ROUNDS = 12;
const HEADING = "| milliseconds a request | p50 | p99 | least |\n| --- | ---: | ---: | ---: |";
const PROXY = join(import.meta.dirname, "../dist/runtime/index.mjs");
const scratch = mkdtempSync(join(tmpdir(), "megamode-bench-"));
const ends: (() => Promise<unknown>)[] = [async () => rmSync(scratch, { recursive: true })];

type Stream = { bytes: number; firstByteMs: number; grownMb: number };
const folder = (name: string) => {
  mkdirSync(join(scratch, name));
  return join(scratch, name);
};
// The stage of an API that streams says so.
const stageVariables = { responseMode: "stream" };
const ask = <T>(room: Worker, way: string, path: string, count: number) =>
  room.ask<T>(JSON.stringify({ way, event: { ...eventFor(path), stageVariables }, count }));
async function open(options: Parameters<typeof openRoom>[0]): Promise<Worker> {
  const room = openRoom(options);
  ends.unshift(() => room.stop());
  await room.next();
  return room;
}

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => void close().finally(() => process.exit(1)));
}
try {
  const figures = await measure();
  console.log(JSON.stringify(figures));
} finally {
  await close();
}

/** Ends whatever was started, the last first. */
async function close(): Promise<void> {
  for (const end of ends.splice(0)) await end().catch(console.error);
}

async function measure() {
  const inits: number[] = [];
  for (let run = 0; run < 7; run += 1)
    inits.push(await initTime(join(scratch, `init-${run}`), PROXY));

  const small = await open({ ...prepareSmallApp(folder("small")), proxy: PROXY });
  await ask(small, "handler", "/", 20);
  await setTimeout(1000);
  const { rssMb } = await ask<{ rssMb: number }>(small, "rss", "/", 0);

  const others = await startOthers(folder("others"), eventFor("/"));
  ends.unshift(() => others.close());
  const warm = await alternate(ROUNDS, {
    "raw socket": () => ask(small, "raw", "/", 500),
    handler: () => ask(small, "handler", "/", 500),
    "2018: Ruby's Net::HTTP, a TCP connection each": () => others.ways["2018"]!.ask("200"),
    "lamby, the app in its own process": () => others.ways.lamby!.ask("500"),
  });
  const file = await alternate(8, {
    "raw socket, 6 MB file": () => ask(small, "raw", "/file", 10),
    "handler, 6 MB file": () => ask(small, "binary", "/file", 10),
    "base64 alone": () => ask(small, "base64", "/file", 10),
  });

  const streaming = prepareSmallApp(folder("streaming"), "stream");
  const room = await open({ ...streaming, proxy: PROXY });
  const streams: Stream[] = [];
  for (let run = 0; run < 4; run += 1)
    streams.push(await ask<Stream>(room, "stream", "/stream", 1));

  const state = folder("aws");
  ends.splice(-1, 0, () => stopLocalAws(state));
  const example = await open({ ...(await deployExample(state)), proxy: PROXY });
  const posts = await alternate(8, {
    "raw socket, the example's posts": () => ask(example, "raw", "/posts", 100),
    "handler, the example's posts": () => ask(example, "handler", "/posts", 100),
  });

  console.log(`\n${HEADING}`);
  for (const [name, rounds] of Object.entries({ ...warm, ...file, ...posts })) {
    console.log(row(name, rounds));
  }
  const above = (share: number) =>
    ofRounds(
      [warm.handler, warm["raw socket"]],
      ([ours, raw]) => percentile(ours!, share) - percentile(raw!, share),
    );
  const p50 = (times: readonly number[] | undefined) => percentile(times!, 0.5);
  // The first stream has the proxy compile its code.
  const [, ...later] = streams;
  return {
    overheadP50Ms: above(0.5),
    overheadP99Ms: above(0.99),
    throughputRatio: ofRounds(
      [posts["raw socket, the example's posts"], posts["handler, the example's posts"]],
      ([raw, ours]) => p50(raw) / p50(ours),
    ),
    binaryRatio: ofRounds(
      [file["handler, 6 MB file"], file["raw socket, 6 MB file"], file["base64 alone"]],
      ([ours, raw, base64]) => (p50(ours) - p50(raw)) / p50(base64),
    ),
    streamRssMb: round(Math.max(...streams.map(({ grownMb }) => grownMb))),
    firstByteMs: round(median(later.map(({ firstByteMs }) => firstByteMs))),
    proxyBytes: statSync(PROXY).size,
    initMs: round(median(inits)),
    idleRssMb: round(rssMb),
  };
}

/** Runs ways in turn. The first round, in which programs are compiled, does not count. */
async function alternate<Name extends string>(
  rounds: number,
  ways: Readonly<Record<Name, () => Promise<number[]>>>,
): Promise<Record<Name, number[][]>> {
  const names = Object.keys(ways) as Name[];
  const all = Object.fromEntries(names.map((name) => [name, [] as number[][]])) as Record<
    Name,
    number[][]
  >;
  for (let run = 0; run <= rounds; run += 1) {
    for (const name of names) {
      const times = await ways[name]();
      if (run > 0) all[name].push(times);
    }
  }
  for (const name of names) console.log(row(name, all[name]));
  return all;
}

/** The median of what each round gives, whose ways ran one right after the other: how busy a machine is changes. */
function ofRounds(
  ways: readonly (readonly number[][])[],
  figure: (times: readonly (readonly number[] | undefined)[]) => number,
): number {
  const rounds = ways[0]!.keys();
  return round(median([...rounds].map((at) => figure(ways.map((way) => way[at])))));
}

/** A row of the table: all requests of a way. */
function row(name: string, rounds: readonly number[][]): string {
  const all = rounds.flat();
  const cells = [percentile(all, 0.5), percentile(all, 0.99), Math.min(...all)];
  return `| ${name} | ${cells.map((cell) => cell.toFixed(3)).join(" | ")} |`;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
