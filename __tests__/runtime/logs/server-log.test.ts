import { describe, expect, test } from "@jest/globals";
import { MARKER_START } from "../../../contract/headers.ts";
import { ServerLog } from "../../../runtime/src/logs/server-log.ts";
import { Collected } from "./collected.ts";

/** Milliseconds that no test waits for. */
const LONG = 5_000;

const open = () => {
  const output = new Collected();
  return { output, log: new ServerLog("Rack", "secret", output) };
};
const marker = (id: string, secret = "secret") => Buffer.from(`${MARKER_START}${secret} ${id}\n`);
/** Whether it is settled after a turn of the event loop. */
const settled = (promise: Promise<void>) =>
  Promise.race([promise.then(() => true), new Promise((turn) => setImmediate(turn, false))]);

describe("the lines", () => {
  test("have the label in front of them", () => {
    const { log, output } = open();
    log.push(Buffer.from("a\n\nb\n"));
    expect(output.text).toBe("Rack: a\nRack: \nRack: b\n");
  });

  test("are written together, and nothing is written where there are none", () => {
    const { log, output } = open();
    log.push(Buffer.from("a\nb\nc"));
    log.push(marker("id").subarray(0, 5));
    expect(output.writes).toEqual(["Rack: a\nRack: b\n"]);
  });

  test("may be bytes that are not UTF-8", () => {
    const pieces: Uint8Array[] = [];
    const output = {
      write: (piece: Uint8Array | string) => void pieces.push(piece as Uint8Array),
      flush: async () => {},
    };
    new ServerLog("Rails", "s", output).push(Buffer.from([0xff, 0x0a]));
    expect(Buffer.concat(pieces)).toEqual(
      Buffer.concat([Buffer.from("Rails: "), Buffer.from([0xff, 0x0a])]),
    );
  });

  test("are remembered for an error, without markers", () => {
    const { log } = open();
    log.push(Buffer.from("a\n"));
    log.push(marker("id"));
    log.push(Buffer.from("b"));
    log.flush();
    expect(log.lastLines()).toEqual(["a", "b"]);
  });
});

describe("a marker", () => {
  test("is never shown", () => {
    const { log, output } = open();
    log.push(marker("id"));
    expect(output.writes).toEqual([]);
  });

  test("ends the wait, also behind a partial line", async () => {
    const { log, output } = open();
    log.push(Buffer.from("partial"));
    const wait = log.requestEnded("id", LONG);
    expect(await settled(wait)).toBe(false);
    log.push(marker("id"));
    await wait;
    expect(output.text).toBe("Rack: partial\n");
  });

  test("that came before the wait makes it short", async () => {
    const { log } = open();
    log.push(marker("id"));
    expect(await settled(log.requestEnded("id", LONG))).toBe(true);
  });

  test("counts once", async () => {
    const { log } = open();
    log.push(marker("id"));
    await log.requestEnded("id", LONG);
    const again = log.requestEnded("id", LONG);
    expect(await settled(again)).toBe(false);
    log.push(marker("id"));
    await again;
  });

  test("with another secret is a line like any other", async () => {
    const { log, output } = open();
    log.push(marker("id", "forged"));
    expect(output.text).toContain("forged");
    const wait = log.requestEnded("id", LONG);
    expect(await settled(wait)).toBe(false);
    log.push(marker("id"));
    await wait;
  });

  test("of another request does not end the wait", async () => {
    const { log } = open();
    log.push(marker("earlier"));
    const wait = log.requestEnded("id", LONG);
    expect(await settled(wait)).toBe(false);
    log.push(marker("id"));
    await wait;
  });

  test("that nobody asks for is forgotten when there are a hundred more", async () => {
    const { log } = open();
    const send = (count: number) => {
      for (let i = 1; i <= count; i += 1) log.push(marker(`${i}`));
    };
    send(101);
    expect(await settled(log.requestEnded("1", LONG))).toBe(true);
    send(1);
    log.push(marker("102"));
    const forgotten = log.requestEnded("1", LONG);
    expect(await settled(forgotten)).toBe(false);
    log.push(marker("1"));
    await forgotten;
  });
});

describe("an app that sends no marker", () => {
  test("is waited for once, not each time", async () => {
    const { log } = open();
    await log.requestEnded("first", 1);
    expect(await settled(log.requestEnded("second", LONG))).toBe(true);
  });

  test("is not one that left out a single marker", async () => {
    const { log } = open();
    log.push(marker("first"));
    await log.requestEnded("first", LONG);
    await log.requestEnded("second", 1);
    const third = log.requestEnded("third", LONG);
    expect(await settled(third)).toBe(false);
    log.push(marker("third"));
    await third;
  });

  test("has its partial line written when the wait is over", async () => {
    const { log, output } = open();
    log.push(Buffer.from("half a line"));
    await log.requestEnded("id", 1);
    expect(output.text).toBe("Rack: half a line\n");
  });
});
