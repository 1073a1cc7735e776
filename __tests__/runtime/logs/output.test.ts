import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { Log } from "../../../runtime/src/logs/output.ts";

/** Takes bytes when the test says so. */
class Pipe {
  readonly writes: string[] = [];
  #held: (() => void)[] = [];
  isOpen = true;
  write(bytes: Uint8Array, taken: () => void): void {
    this.writes.push(Buffer.from(bytes).toString());
    if (this.isOpen) taken();
    else this.#held.push(taken);
  }
  writeNow(bytes: Uint8Array): void {
    this.writes.push(`now ${Buffer.from(bytes)}`);
  }
  take(count = this.#held.length): void {
    for (const taken of this.#held.splice(0, count)) taken();
  }
}

const MB = "x".repeat(1024 * 1024 - 1);
const open = (json = false) => {
  const pipe = new Pipe();
  return { pipe, log: new Log(pipe, json) };
};
const isSettled = async (promise: Promise<void>) => {
  let settled = false;
  void promise.then(() => {
    settled = true;
  });
  await Promise.resolve().then(() => undefined);
  await Promise.resolve();
  return settled;
};

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ["queueMicrotask"] });
});
afterEach(() => {
  jest.useRealTimers();
});

describe("what an invocation writes", () => {
  test("is written at once when it ends", async () => {
    const { pipe, log } = open();
    log.invocation = "id";
    log.write("Processing\n");
    log.write(Buffer.from("Rails: a\n"));
    log.write("Completed\n");
    expect(pipe.writes).toEqual([]);
    await log.flush();
    expect(pipe.writes).toEqual(["Processing\nRails: a\nCompleted\n"]);
    jest.advanceTimersByTime(1000);
    expect(pipe.writes).toHaveLength(1);
  });

  test("waits a few milliseconds at most, so that a request that hangs shows its lines", () => {
    const { pipe, log } = open();
    log.invocation = "id";
    log.write("a\n");
    jest.advanceTimersByTime(4);
    log.write("b\n");
    expect(pipe.writes).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(pipe.writes).toEqual(["a\nb\n"]);
  });

  test("waits for nothing if it is much", () => {
    const { pipe, log } = open();
    log.invocation = "id";
    log.write(Buffer.from(`${"x".repeat(64 * 1024)}\n`));
    expect(pipe.writes).toHaveLength(1);
  });

  test("is written before the process ends", () => {
    const { pipe, log } = open();
    log.invocation = "id";
    log.write("a\n");
    log.write("megamode: an uncaught error\n");
    log.writeNow();
    expect(pipe.writes).toEqual(["now a\nmegamode: an uncaught error\n"]);
  });
});

test("between two invocations nothing waits: the sandbox may be frozen", async () => {
  const { pipe, log } = open();
  log.write("boot\n");
  await Promise.resolve();
  log.invocation = "id";
  log.invocation = undefined;
  log.write("idle\n");
  await Promise.resolve();
  expect(pipe.writes).toEqual(["boot\n", "idle\n"]);
});

describe("where the sink is slow", () => {
  test("the writer waits, and loses nothing", async () => {
    const { pipe, log } = open();
    pipe.isOpen = false;
    log.write(`${MB}\n`);
    const room = log.room()!;
    for (let i = 0; i < 20; i += 1) {
      log.write("a\n");
      await Promise.resolve();
      jest.advanceTimersByTime(900);
      pipe.take(1);
    }
    expect(await isSettled(room)).toBe(true);
    expect(log.room()).toBeUndefined();
    expect(pipe.writes.join("")).not.toContain("dropped");
    expect(pipe.writes).toHaveLength(21);
  });

  test("the end of the invocation waits until all is taken", async () => {
    const { pipe, log } = open();
    log.invocation = "id";
    pipe.isOpen = false;
    log.write("a\n");
    const flushed = log.flush();
    expect(await isSettled(flushed)).toBe(false);
    pipe.take();
    await flushed;
  });
});

test("the end of the invocation waits for no line that comes after it: a thread may print forever", async () => {
  const { pipe, log } = open();
  pipe.isOpen = false;
  log.write("a\n");
  const flushed = log.flush();
  log.write("late\n");
  await Promise.resolve();
  pipe.take(1);
  expect(await isSettled(flushed)).toBe(true);
});

test("a process that ends with a line half taken begins another", () => {
  const { pipe, log } = open();
  pipe.isOpen = false;
  log.invocation = "id";
  log.write(Buffer.from(`${"x".repeat(64 * 1024)}\n`));
  log.write("megamode: an uncaught error\n");
  log.writeNow();
  expect(pipe.writes[1]).toBe("now \nmegamode: an uncaught error\n");
});

describe("where nobody takes anything", () => {
  test.each([
    [false, /^megamode: 1002 lines \(1\.0 MB\) of the log were dropped: nobody took them\.\n$/],
    [
      true,
      /"source":"megamode","message":"1002 lines \(1\.0 MB\) of the log were dropped: nobody took them\."}\n$/,
    ],
  ])("the app goes on, and what is dropped is counted (JSON: %p)", async (json, said) => {
    const { pipe, log } = open(json);
    pipe.isOpen = false;
    log.write(`${MB}\n`);
    const room = log.room()!;
    const flushed = log.flush();
    jest.advanceTimersByTime(1001);
    await Promise.all([room, flushed]);
    expect(log.room()).toBeUndefined();
    log.write(`${MB}\n`);
    for (let i = 0; i < 1000; i += 1) log.write("a\n");
    log.write("b\n");
    await log.flush();
    expect(pipe.writes).toHaveLength(1);
    pipe.isOpen = true;
    pipe.take();
    log.write("later\n");
    await Promise.resolve();
    expect(pipe.writes).toHaveLength(2);
    const [first = "", last = ""] = pipe.writes[1]!.trimEnd().split("\n");
    expect(`${first}\n`).toMatch(said);
    expect(last).toContain("later");
  });

  test("a timer that is over because the sandbox was frozen is no reason to drop", async () => {
    const { pipe, log } = open();
    pipe.isOpen = false;
    log.write("a\n");
    await Promise.resolve();
    jest.advanceTimersByTime(1000); // The timers come first when it wakes, and then what was taken.
    pipe.take();
    jest.advanceTimersByTime(1);
    log.write("b\n");
    await Promise.resolve();
    expect(pipe.writes).toEqual(["a\n", "b\n"]);
  });
});

test("as JSON, each line of ours is a record of the invocation", async () => {
  const { pipe, log } = open(true);
  log.invocation = "id";
  log.write("Processing GET /\n");
  log.record!({ source: "Rails", level: "INFO", requestId: "id", time: 0, text: "a" });
  log.write("megamode: an uncaught error: Error: no\r    at x.js:1\n");
  log.writeJson('{"_aws":{}}');
  await log.flush();
  const records = pipe.writes
    .join("")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(records).toMatchObject([
    { level: "INFO", requestId: "id", source: "megamode", message: "Processing GET /" },
    { level: "INFO", requestId: "id", source: "Rails", message: "a" },
    {
      level: "WARN",
      requestId: "id",
      source: "megamode",
      message: "an uncaught error: Error: no\n    at x.js:1",
    },
    { _aws: {} },
  ]);
});

test("a line of the app that is of no request, as one of its start, is of the invocation in progress", async () => {
  const { pipe, log } = open(true);
  const line = { source: "Rails", level: "INFO", requestId: undefined, time: 0, text: "boot" };
  log.record!(line);
  await Promise.resolve();
  log.invocation = "id";
  log.record!(line);
  await log.flush();
  expect(pipe.writes.map((text) => JSON.parse(text).requestId)).toEqual([undefined, "id"]);
});

test("a line that is JSON anyway is written as it is", async () => {
  for (const json of [false, true]) {
    const { pipe, log } = open(json);
    log.writeJson('{"_aws":{}}');
    await Promise.resolve();
    expect(pipe.writes).toEqual(['{"_aws":{}}\n']);
  }
});
