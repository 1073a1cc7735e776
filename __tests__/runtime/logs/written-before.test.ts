import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { Header } from "../../../contract/headers.ts";
import { ServerLog } from "../../../runtime/src/logs/server-log.ts";
import { Collected } from "./collected.ts";

/** Prints lines for each number that it reads, its child too, and then answers on descriptor 3. */
const PROGRAM = `while read -r n; do
  printf 'first %s\\n' "$n"; sh -c 'printf "child %s\\n" "$1"' sh "$n"; printf '%60000s %s\\n' last "$n"
  printf answer >&3
done`;
const WRITTEN = { headers: [[Header.log, "0"]] } as const;

let program: ChildProcess;
let output: Collected;
let log: ServerLog;
beforeEach(() => {
  program = spawn("sh", ["-c", PROGRAM], { stdio: ["pipe", "pipe", "inherit", "pipe"] });
  output = new Collected();
  log = new ServerLog("Rack", "secret", output);
});
afterEach(() => {
  program.kill();
});

test("lines that were written before an answer are there one turn after it, without a mark", async () => {
  program.stdout!.on("data", (chunk: Buffer) => log.push(chunk));
  const answers = program.stdio[3] as Readable;
  for (let n = 0; n < 100; n += 1) {
    output.writes.length = 0;
    log.requestBegan(`id-${n}`);
    const answered = once(answers, "data");
    program.stdin!.write(`${n}\n`);
    await answered;
    await log.requestEnded(`id-${n}`, 60_000, WRITTEN);
    const printed = output.text.replace(/ {2,}/g, " ");
    expect(printed).toBe(`Rack: first ${n}\nRack: child ${n}\nRack: last ${n}\n`);
  }
});

test("while the log takes its time, the request waits for it", async () => {
  let go = () => {};
  let room: Promise<void> | undefined = new Promise((resolve) => {
    go = resolve;
  });
  const slow = Object.assign(output, { room: () => room });
  log = new ServerLog("Rack", "secret", slow);
  log.requestBegan("id");
  let isOver = false;
  const ended = log.requestEnded("id", 60_000, WRITTEN).then(() => {
    isOver = true;
  });
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(isOver).toBe(false);
  room = undefined;
  go();
  await ended;
});
