import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { stat } from "node:fs";
import { PassThrough, type Readable } from "node:stream";
import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
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

test("while the log takes its time, what is in the pipe is read before the request is over", async () => {
  let room: Promise<void> | undefined;
  log = new ServerLog("Rack", "secret", Object.assign(output, { room: () => room }));
  log.follow(program.stdout!);
  const answers = program.stdio[3] as Readable;
  for (let n = 0; n < 20; n += 1) {
    output.writes.length = 0;
    log.requestBegan(`id-${n}`);
    let go = () => {};
    room = new Promise((resolve) => {
      go = resolve;
    });
    const answered = once(answers, "data");
    program.stdin!.write(`${n}\n`);
    await answered;
    await turn();
    // The log would take more lines already. Nobody reads them before it has said so.
    room = undefined;
    const ended = log.requestEnded(`id-${n}`, 60_000, WRITTEN);
    expect(await Promise.race([ended.then(() => true), sleep(20, false)])).toBe(false);
    stat(".", go);
    await ended;
    expect(output.text.replace(/ {2,}/g, " ")).toBe(
      `Rack: first ${n}\nRack: child ${n}\nRack: last ${n}\n`,
    );
  }
});

test("a log that never takes anything holds no request for longer than was said", async () => {
  log = new ServerLog(
    "Rack",
    "secret",
    Object.assign(output, { room: () => new Promise<void>(() => {}) }),
  );
  const printed = new PassThrough();
  log.follow(printed);
  log.requestBegan("id");
  printed.write("a\n");
  await turn();
  await log.requestEnded("id", 1, WRITTEN);
});
