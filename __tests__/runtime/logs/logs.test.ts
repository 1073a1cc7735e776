import { describe, expect, test } from "@jest/globals";
import { MARKER_START } from "../../../contract/headers.ts";
import { completedLine } from "../../../runtime/src/logs/format.ts";
import { LineSplitter } from "../../../runtime/src/logs/line-splitter.ts";
import { ServerLog } from "../../../runtime/src/logs/server-log.ts";
import { Collected } from "../server/testbed.ts";

test.each([
  [200, 35, 2150, false, "Completed Status Code 200 in 0.035s (2.1 KB, warm)"],
  [404, 12_345, 0, true, "Completed Status Code 404 in 12.345s (0 B, cold)"],
])("%i in %i ms", (status, milliseconds, bytes, cold, line) => {
  expect(completedLine(status, milliseconds, bytes, cold)).toBe(line);
});

describe("cutting lines", () => {
  const cut = (pieces: (string | Buffer)[], max?: number) => {
    const lines = new LineSplitter(max);
    const whole = pieces.flatMap((piece) => lines.push(Buffer.from(piece as string)));
    return { whole: whole.map(String), rest: lines.flush()?.toString() };
  };
  test.each([
    [["a\nb\n"], ["a", "b"], undefined],
    [["a", "b\nc"], ["ab"], "c"],
    [["\n\n"], ["", ""], undefined],
    [["a\r\n"], ["a\r"], undefined],
    [[""], [], undefined],
  ])("%j", (pieces, whole, rest) => expect(cut(pieces)).toEqual({ whole, rest }));

  test("a character that spans two pieces stays whole", () => {
    const bytes = Buffer.from("é\n");
    expect(cut([bytes.subarray(0, 1), bytes.subarray(1)]).whole).toEqual(["é"]);
  });

  test("a line that is too long is cut between characters, nothing lost", () => {
    const { whole, rest } = cut(["ééééé", "éx\ny"], 5);
    expect(whole.join("") + rest).toBe("ééééééxy");
    expect(whole).toEqual(["éé", "éé", "ééx"]);
  });
});

describe("the server's log", () => {
  const log = () => {
    const output = new Collected();
    return { output, log: new ServerLog("Rack", "secret", output) };
  };
  const marker = (id: string, secret = "secret") => Buffer.from(`${MARKER_START}${secret} ${id}\n`);

  test("the marker ends the wait and is never shown, behind a partial line too", async () => {
    const { log: server, output } = log();
    server.push(Buffer.from("partial"));
    const wait = server.requestEnded("id", 10_000);
    server.push(marker("id"));
    await wait;
    expect(output.text).toBe("Rack: partial\n");
  });

  test("a marker with another secret is a line like any other", async () => {
    const { log: server, output } = log();
    server.push(marker("id", "forged"));
    await server.requestEnded("id", 10);
    expect(output.text).toContain("forged");
  });

  test("another request's marker does not end the wait", async () => {
    const { log: server } = log();
    server.push(marker("earlier"));
    const started = performance.now();
    await server.requestEnded("id", 50);
    expect(performance.now() - started).toBeGreaterThan(45);
  });

  test("an app that sends no marker is waited for once, not each time", async () => {
    const { log: server } = log();
    await server.requestEnded("first", 10);
    const turn = new Promise((resolve) => setImmediate(resolve, "waits"));
    expect(await Promise.race([server.requestEnded("second", 10_000), turn])).toBeUndefined();
  });

  test("bytes that are no UTF-8 pass as they are", () => {
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

  test("the last forty lines are kept for an error", () => {
    const { log: server } = log();
    for (let i = 0; i < 50; i += 1) server.push(Buffer.from(`${i}\n`));
    expect(server.lastLines()).toHaveLength(40);
    expect(server.lastLines().at(-1)).toBe("49");
  });
});
