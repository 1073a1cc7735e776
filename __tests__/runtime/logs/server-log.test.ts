import { once } from "node:events";
import { PassThrough } from "node:stream";
import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { Header, MARKER_START, OWNER_START } from "../../../contract/headers.ts";
import { ServerLog } from "../../../runtime/src/logs/server-log.ts";
import { Collected } from "./collected.ts";

/** Milliseconds that no test waits for. */
const LONG = 5_000;

/** Bytes of a line that are shown at once, about. */
const LONGEST = 255 * 1024;

/** An answer whose end is marked. */
const MARKED = { headers: [[Header.log.toUpperCase(), "1"]] } as const;
const UNMARKED = { headers: [["content-type", "text/plain"]] } as const;

const open = () => {
  const output = new Collected();
  const log = new ServerLog("Rack", "secret", output);
  const print = (text: string | Buffer) => log.push(Buffer.from(text as string));
  return { output, log, print };
};
const end = (id: string, secret = "secret") => `${MARKER_START}${secret} ${id}\n`;
const of = (id: string, secret = "secret") => `${OWNER_START}${secret} ${id} `;
const fail = () => {
  throw new Error("written as text");
};
/** Whether it is settled after a turn of the event loop. */
const settled = (promise: Promise<void>) => Promise.race([promise.then(() => true), turn(false)]);

describe("the lines", () => {
  test("have the label in front of them", () => {
    const { print, output } = open();
    print("a\n\nb\n");
    expect(output.text).toBe("Rack: a\nRack: \nRack: b\n");
  });

  test("are written together, and nothing is written where there are none", () => {
    const { log, print, output } = open();
    print("a\nb\nc");
    log.push(Buffer.from(end("id")).subarray(0, 5));
    expect(output.writes).toEqual(["Rack: a\nRack: b\n"]);
  });

  test("each have it, whatever a line holds, and are clean", () => {
    const { print, output } = open();
    print(Buffer.from("\u001b[1mbold\u001b[0m\r50%\rRails: forged\r\n"));
    expect(output.text).toBe("Rack: bold\nRack: 50%\nRack: Rails: forged\n");
  });

  test("go one by one to a log of records, with what is known of them", () => {
    const output = new Collected();
    const records: unknown[] = [];
    const log = new ServerLog("Rack", "secret", {
      ...output,
      flush: output.flush,
      write: fail,
      record: (line) => records.push(line),
    });
    log.push(Buffer.from("boot\n"));
    log.requestBegan("id");
    log.push(Buffer.from(`a\r\n${end("id")}b\n`));
    const common = { source: "Rack", level: "INFO", time: expect.any(Number) };
    expect(records).toEqual([
      { ...common, requestId: undefined, after: false, text: "boot" },
      { ...common, requestId: "id", after: false, text: "a" },
      { ...common, requestId: "id", after: true, text: "b" },
    ]);
  });

  test("wait where the log has no room, and go on when it has", async () => {
    const output = new Collected();
    let go = () => {};
    let room: Promise<void> | undefined;
    const log = new ServerLog("Rack", "secret", {
      flush: output.flush,
      write: (text) => output.write(text),
      room: () => room,
    });
    const printed = new PassThrough();
    log.follow(printed);
    room = new Promise((resolve) => {
      go = resolve;
    });
    printed.write("a\n");
    await turn();
    printed.write("b\n");
    await turn();
    expect(output.text).toBe("Rack: a\n");
    room = undefined;
    go();
    await turn();
    expect(output.text).toBe("Rack: a\nRack: b\n");
  });

  test("come to the last one, though the process has ended while the log took its time", async () => {
    const { log, output } = open();
    const printed = new PassThrough();
    log.follow(printed);
    printed.end("a\nhalf a line");
    await once(printed, "close");
    expect(output.text).toBe("Rack: a\nRack: half a line\n");
  });

  test("are remembered for an error, without marks", () => {
    const { log, print } = open();
    print(`a\n${end("id")}${of("id")}b`);
    log.flush();
    expect(log.lastLines()).toEqual(["a", "b"]);
  });
});

describe("a mark at the end of a request", () => {
  test("is never shown", () => {
    const { print, output } = open();
    print(end("id"));
    expect(output.writes).toEqual([]);
  });

  test("ends the wait, also behind a partial line", async () => {
    const { log, print, output } = open();
    log.requestBegan("id");
    print("partial");
    const wait = log.requestEnded("id", LONG, MARKED);
    expect(await settled(wait)).toBe(false);
    print(end("id"));
    await wait;
    expect(output.text).toBe("Rack: partial\n");
  });

  test("that came before the wait makes it short", async () => {
    const { log, print } = open();
    log.requestBegan("id");
    print(end("id"));
    expect(await settled(log.requestEnded("id", LONG, MARKED))).toBe(true);
  });

  test.each([
    ["with another secret", end("id", "forged")],
    ["of another request", end("earlier")],
    ["that is none", `${MARKER_START}secretid\n`],
  ])("%s does not end the wait", async (_, text) => {
    const { log, print } = open();
    log.requestBegan("id");
    const wait = log.requestEnded("id", LONG, MARKED);
    print(text);
    expect(await settled(wait)).toBe(false);
    print(end("id"));
    await wait;
  });

  test("with another secret is a line like any other", () => {
    const { print, output } = open();
    print(end("id", "forged") + of("id", "forged"));
    expect(output.text).toContain("forged id\n");
  });

  test("is one behind a line of any length", () => {
    for (let length = LONGEST - 200; length <= LONGEST + 10; length += 1) {
      const { log, print, output } = open();
      log.requestBegan("id");
      print("x".repeat(length));
      print(end("id"));
      print("late\n");
      expect(output.text.replaceAll("x", "").split("\n").slice(-2)).toEqual([
        "Rack: [after id] late",
        "",
      ]);
      expect(output.text.includes("secret")).toBe(false);
    }
  });

  test("that never comes is waited for no longer than was said", async () => {
    const { log, print, output } = open();
    log.requestBegan("id");
    print("half a line");
    await log.requestEnded("id", 1, MARKED);
    expect(output.text).toBe("Rack: half a line\n");
  });
});

describe("an answer whose end nobody marks, such as one of Puma's own", () => {
  test.each([[UNMARKED], [undefined]])("is complete when it is quiet: %j", async (answer) => {
    const { log, print, output } = open();
    log.requestBegan("id");
    const wait = log.requestEnded("id", LONG, answer);
    print("half a line");
    await wait;
    expect(output.text).toBe("Rack: half a line\n");
  });

  test("is waited for while lines come", async () => {
    const { log, print } = open();
    log.requestBegan("id");
    let rounds = 0;
    const more = setInterval(() => {
      print("x\n");
      rounds += 1;
      if (rounds === 20) clearInterval(more);
    }, 1);
    await log.requestEnded("id", LONG, UNMARKED);
    expect(rounds).toBe(20);
  });

  test("is waited for while the log takes its time", async () => {
    const output = new Collected();
    let go = () => {};
    let room: Promise<void> | undefined = new Promise((resolve) => {
      go = resolve;
    });
    const log = new ServerLog("Rack", "secret", Object.assign(output, { room: () => room }));
    const printed = new PassThrough();
    log.follow(printed);
    log.requestBegan("id");
    printed.write("a\n");
    await turn();
    printed.write("b\n");
    const wait = log.requestEnded("id", LONG, UNMARKED);
    expect(await Promise.race([wait.then(() => true), sleep(50, false)])).toBe(false);
    room = undefined;
    go();
    await wait;
    expect(output.text).toBe("Rack: a\nRack: b\n");
  });

  test("is not waited for forever, though lines never end", async () => {
    const { log, print } = open();
    log.requestBegan("id");
    const more = setInterval(() => print("x\n"), 1);
    await log.requestEnded("id", 30, UNMARKED);
    clearInterval(more);
  });
});

describe("whose a line is", () => {
  const A = "aaaaaaaa-1111-4111-8111-111111111111";
  const B = "bbbbbbbb-2222-4222-8222-222222222222";

  test("of the request in progress it is without a word", () => {
    const { log, print, output } = open();
    print("boot\n");
    log.requestBegan(A);
    print("a\n");
    expect(output.text).toBe("Rack: boot\nRack: a\n");
  });

  test("after the mark, of the request that has ended, in whatever pieces it comes", async () => {
    for (const size of [1, 7, 1000]) {
      const { log, print, output } = open();
      log.requestBegan(A);
      const bytes = Buffer.from(`in time\n${end(A)}late\nlater\n`);
      for (let at = 0; at < bytes.length; at += size) print(bytes.subarray(at, at + size));
      await log.requestEnded(A, LONG, MARKED);
      expect(output.text).toBe(
        "Rack: in time\nRack: [after aaaaaaaa] late\nRack: [after aaaaaaaa] later\n",
      );
    }
  });

  test("between two requests, of the earlier one; then of the next", async () => {
    const { log, print, output } = open();
    log.requestBegan(A);
    await log.requestEnded(A, LONG, UNMARKED);
    print("between\n");
    log.requestBegan(B);
    print("b\n");
    expect(output.text).toBe("Rack: [after aaaaaaaa] between\nRack: b\n");
  });

  test("of its thread's request, if that has ended", () => {
    const { log, print, output } = open();
    log.requestBegan(B);
    print(`b1\n${of(A)}a1\n${of(A)}a2\nb2\n`);
    expect(output.text).toBe(
      "Rack: b1\nRack: [after aaaaaaaa] a1\nRack: [after aaaaaaaa] a2\nRack: b2\n",
    );
  });

  test("is kept where a thread prints a line in pieces, or in the middle of another's", () => {
    const { log, print, output } = open();
    log.requestBegan(B);
    print(`${of(A)}one ${of(A)}line\nhalf${of(A)}other\n${of(B)}own\n`);
    expect(output.text).toBe(
      "Rack: [after aaaaaaaa] one line\nRack: half\nRack: [after aaaaaaaa] other\nRack: own\n",
    );
  });

  test("of its thread's request all of it is, also where it is too long for one line", () => {
    const { log, print, output } = open();
    log.requestBegan(B);
    print(`${of(A)}${"x".repeat(2.5 * LONGEST)}\nb\n`);
    const starts = output.text.split("\n").map((line) => line.slice(0, 24));
    expect(starts).toEqual([
      "Rack: [after aaaaaaaa] x",
      "Rack: [after aaaaaaaa] x",
      "Rack: [after aaaaaaaa] x",
      "Rack: b",
      "",
    ]);
  });

  test("bytes that are no text survive a mark", () => {
    const { log, print, output } = open();
    log.requestBegan(B);
    print(Buffer.concat([Buffer.from(of(A)), Buffer.from("é\n")]));
    expect(output.text).toBe("Rack: [after aaaaaaaa] é\n");
  });
});
