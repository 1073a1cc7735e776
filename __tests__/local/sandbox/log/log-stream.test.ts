import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { LogStream } from "../../../../local/sandbox/log/log-stream.ts";

let stateDir: string;
let output: PassThrough;
let lines: string[];
let log: LogStream;
let mayLog: boolean;
beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), "megamode-log-"));
  output = new PassThrough();
  lines = [];
  mayLog = true;
  log = new LogStream(
    stateDir,
    "/aws/lambda/f",
    "7",
    (group, line) => void lines.push(`${group.replace("/aws/lambda/", "")}: ${line}`),
    () => mayLog,
  );
  log.follow(output);
});
afterEach(() => rmSync(stateDir, { recursive: true }));

const file = () => {
  const folder = join(stateDir, "logs/f");
  return readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
};

describe("a sandbox's log", () => {
  test("has whole lines, in the order in which they were written", async () => {
    for (const text of ["one ", "line\ntwo\n", "", "thr", "ee"]) output.write(text);
    await log.drain();
    log.write("END");
    expect(lines).toEqual(["f: one line", "f: two", "f: three", "f: END"]);
    expect(file()).toEqual(["one line\ntwo\nthree\nEND\n"]);
  });

  test("does not break a character that arrives in two parts", async () => {
    const bytes = Buffer.from("ü\n");
    output.write(bytes.subarray(0, 1));
    output.write(bytes.subarray(1));
    await log.drain();
    expect(lines).toEqual(["f: ü"]);
  });

  test("begins anew where its group was deleted", () => {
    log.write("first");
    rmSync(join(stateDir, "logs"), { recursive: true });
    log.write("second");
    expect(file()).toEqual(["second\n"]);
  });

  test("keeps no line that the role may not write; the tail of the invocation has it all the same", () => {
    mayLog = false;
    log.write("lost");
    mayLog = true;
    log.write("kept");
    expect(lines).toEqual(["f: kept"]);
    expect(file()).toEqual(["kept\n"]);
    expect(log.tail.toString()).toBe("lost\nkept\n");
  });

  test("has a tail of 4 kB, anew for each invocation", () => {
    log.write("before");
    log.startTail();
    log.write("x".repeat(5000));
    expect(log.tail.toString()).toBe(`${"x".repeat(4095)}\n`);
    log.startTail();
    log.write("after");
    expect(log.tail.toString()).toBe("after\n");
  });

  test("has a name as on AWS", () => {
    expect(log.name).toMatch(/^\d{4}\/\d\d\/\d\d\/\[7\][0-9a-f]{32}$/);
  });
});
