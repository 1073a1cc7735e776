import { createServer, type Server } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { listenAnywhere } from "../../../local/http/listen.ts";
import { OutputPages } from "../../../runtime/src/messages/output-pages.ts";
import { until } from "../../until.ts";
import { Collected } from "../logs/collected.ts";

let server: Server;
let base: string;
let output: Collected;
/** What S3 has, by page. */
let stored: Map<string, string>;
let fails: number;
beforeEach(async () => {
  output = new Collected();
  stored = new Map();
  fails = 0;
  server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece) => pieces.push(piece));
    request.on("end", () => {
      fails -= 1;
      if (fails >= 0) return response.writeHead(503).end();
      stored.set(request.url!.slice(1), Buffer.concat(pieces).toString("latin1"));
      return response.end();
    });
  });
  base = `http://127.0.0.1:${await listenAnywhere(server)}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function pages(count: number, pageBytes = 10, hide = (text: string) => text) {
  const urls = Array.from({ length: count }, (_, index) => `${base}/${index}`);
  return new OutputPages({ urls, hide, output, pageBytes, pauseMs: 1 });
}

async function written(all: OutputPages, chunks: readonly string[]) {
  for (const chunk of chunks) all.push(Buffer.from(chunk, "latin1"));
  return { ...(await all.end(5000)), stored: [...stored].sort().map(([, text]) => text) };
}

describe("output", () => {
  test.each([
    ["of nothing is no page", [], []],
    ["of a few lines is one page", ["a\nb", "\nc\n"], ["a\nb\nc\n"]],
    ["without an end of line is left at the end", ["a\nb"], ["a\nb"]],
    ["is cut behind the last line that has room", ["123\n456\n789\n"], ["123\n456\n", "789\n"]],
    ["is cut where a page is full", ["123456789\n", "a\n"], ["123456789\n", "a\n"]],
    [
      "with a line longer than a page is cut within it",
      ["1234567890ab\ncd\n"],
      ["1234567890", "ab\ncd\n"],
    ],
    ["that comes byte by byte is the same", [..."12345678\nabc\n"], ["12345678\n", "abc\n"]],
    ["keeps its bytes", ["\xff\x00\xe9\n"], ["\xff\x00\xe9\n"]],
  ])("%s", async (_, chunks, wanted) => {
    expect(await written(pages(9), chunks)).toEqual({
      pages: wanted.length,
      lostBytes: 0,
      stored: wanted,
    });
    expect(output.text).toBe("");
  });

  test("that has no room is counted, and the log says so", async () => {
    expect(await written(pages(2), ["12345678\n", "12345678\n", "12345678\n", "abc\n"])).toEqual({
      pages: 2,
      lostBytes: 13,
      stored: ["12345678\n", "12345678\n"],
    });
    expect(output.text).toBe(
      "megamode: 0 pages of the output could not be left in S3, and 13 bytes had no room\n",
    );
  });

  test("is there while the command still runs, line by line", async () => {
    const all = pages(3);
    all.push(Buffer.from("1\n2"));
    await until(() => stored.get("0") === "1\n");
    all.push(Buffer.from("2\n3"));
    await until(() => stored.get("0") === "1\n22\n");
    await all.end(5000);
    expect(stored.get("0")).toBe("1\n22\n3");
  });

  test("is hidden by whole lines, so that no part of a secret is seen", async () => {
    const all = pages(3, 100, (text) => text.replaceAll("s3cret", "***"));
    expect(await written(all, ["a s3", "cre", "t b\ns3cr", "et"])).toMatchObject({
      stored: ["a *** b\n***"],
    });
  });

  test("of a line longer than a page hides what comes in two pieces", async () => {
    const all = pages(9, 200_000, (text) => text.replaceAll("s3cret", "***"));
    const start = "x".repeat(199_998);
    const { stored: left } = await written(all, [`${start}s3c`, "ret\n"]);
    expect(left).toHaveLength(2);
    expect(left.join("").replace(/^x*/, "")).toBe("***\n");
  });

  test("that S3 does not take is tried again", async () => {
    fails = 2;
    expect(await written(pages(3), ["a\n"])).toMatchObject({ stored: ["a\n"] });
    expect(output.text).toBe("");
  });

  test("is given up in time where S3 does not answer, so that the result can still be left", async () => {
    server.removeAllListeners("request");
    const all = pages(3);
    all.push(Buffer.from("a\n"));
    expect(await all.end(1)).toEqual({ pages: 1, lostBytes: 0 });
    expect(output.text).toContain("1 pages of the output could not be left in S3");
  });

  test("that S3 never takes is a line in the log", async () => {
    fails = 1e6;
    expect(await written(pages(3), ["a\n"])).toMatchObject({ pages: 1, stored: [] });
    expect(output.text).toContain("1 pages of the output could not be left in S3");
  });
});
