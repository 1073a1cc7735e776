import { createHash } from "node:crypto";
import { beforeEach, describe, expect, test } from "@jest/globals";
import type { ArchiveRef, Piece } from "../../../../contract/manifest.ts";
import { downloadPiece } from "../../../../runtime/src/loader/fetch/download.ts";
import type { Lane } from "../../../../runtime/src/loader/fetch/lane.ts";
import { Refused } from "../../../../runtime/src/loader/fetch/refusal.ts";
import { TransientError, Unreachable } from "../../../../runtime/src/loader/load-error.ts";

const content = Buffer.from("hello world");
const ref = { name: "app", prefix: "app/archives/" } as ArchiveRef;
const piece: Piece = {
  sha256: createHash("sha256").update(content).digest("hex"),
  bytes: content.length,
  tarBytes: 100,
};
const s3 = {
  bucket: "bucket",
  region: "eu-west-1",
  endpoint: "http://s3.example",
  accessKeyId: "AKID",
  secretAccessKey: "secret",
};

interface Answer {
  readonly status?: number;
  /** undefined: S3 names none. */
  readonly length?: number | undefined;
  readonly bytes?: Buffer;
  /** Instead of the end of the answer. */
  readonly error?: Error;
}
let asked: { url: string; headers: Readonly<Record<string, string>> }[];
let stop: AbortController;
beforeEach(() => {
  asked = [];
  stop = new AbortController();
});

/** Answers one request after the other, without a connection; the memory is larger than the piece. */
function download(...answers: Answer[]): Promise<Buffer> {
  const lane: Pick<Lane, "get" | "memory"> = {
    memory: Buffer.alloc(20, "."),
    async get(url, headers, accept) {
      asked.push({ url: url.href, headers });
      const { error, status = 200, bytes = content, ...rest } = answers.shift() ?? {};
      if (error && !bytes.length) throw error;
      const length = "length" in rest ? rest.length : bytes.length;
      const target = accept({ status, length, last: false });
      target.received += bytes.copy(target.bytes, target.received);
      if (error) throw error;
    },
  };
  return downloadPiece(ref, piece, s3, lane, stop.signal, [1, 1, 1, 1]);
}
const none = Buffer.alloc(0);
const transient = new TransientError("S3 answered nothing");
const fails = (error: Error): Answer => ({ error, bytes: none });
const breaksAfter = (count: number): Answer => ({
  length: content.length,
  bytes: content.subarray(0, count),
  error: transient,
});

describe("a piece", () => {
  test("is fetched by its digest, signed, and lies in the lane's memory", async () => {
    expect(await download({})).toEqual(content);
    expect(asked).toHaveLength(1);
    expect(asked[0]!.url).toBe(`http://s3.example/bucket/app/archives/${piece.sha256}.zst`);
    expect(asked[0]!.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKID/);
    expect(asked[0]!.headers).not.toHaveProperty("range");
  });

  test("is taken up where its connection broke", async () => {
    const rest = { status: 206, bytes: content.subarray(6) };
    expect(await download(breaksAfter(4), fails(transient), breaksAfter4to6(), rest)).toEqual(
      content,
    );
    expect(asked.map(({ headers }) => headers.range)).toEqual([
      undefined,
      "bytes=4-",
      "bytes=4-",
      "bytes=6-",
    ]);
  });
  const breaksAfter4to6 = (): Answer => ({
    status: 206,
    length: content.length - 4,
    bytes: content.subarray(4, 6),
    error: transient,
  });

  test("is taken from the start where S3 sends all of it again", async () => {
    expect(await download(breaksAfter(4), { status: 200 })).toEqual(content);
  });

  test.each([
    ["without a length", { length: undefined }, /named no Content-Length for app\/archives/],
    ["shorter", { length: 10 }, /has 10 bytes, the manifest says 11: deploy again/],
    ["longer", { length: 12 }, /has 12 bytes, the manifest says 11: deploy again/],
    ["changed", { bytes: Buffer.from("hello_world") }, /has SHA-256 \w+, the manifest says \w+:/],
  ])("%s is refused at once", async (_title, answer, message) => {
    await expect(download(answer)).rejects.toThrow(message);
    expect(asked).toHaveLength(1);
  });
});

describe("a failure", () => {
  test("that may pass is tried again, up to five times in all", async () => {
    const answers = Array.from({ length: 5 }, () => fails(new Refused(503, "")));
    await expect(download(...answers)).rejects.toThrow(
      /^fetching the archive `app` failed 5 times, last: S3 answered 503 for s3:\/\/bucket\//,
    );
    expect(asked).toHaveLength(5);
  });

  test("to connect is tried again once: each attempt takes seconds", async () => {
    const lost = fails(new Unreachable("cannot connect"));
    await expect(download(lost, lost)).rejects.toThrow(
      /^fetching the archive `app` failed 2 times, last: cannot connect$/,
    );
    expect(asked).toHaveLength(2);
    expect(await download(lost)).toEqual(content);
    expect(await download(fails(transient), lost, fails(transient))).toEqual(content);
  });

  test("that passes is no problem", async () => {
    expect(await download(...Array.from({ length: 4 }, () => fails(transient)))).toEqual(content);
    expect(asked).toHaveLength(5);
  });

  test("that will not pass is told as it is, also after others", async () => {
    const missing = fails(new Refused(404, "<Code>NoSuchKey</Code>"));
    await expect(download(fails(transient), missing)).rejects.toThrow(/^S3 answered 404 NoSuchKey/);
    expect(asked).toHaveLength(2);
  });

  test("is not tried again when nobody wants the piece any more", async () => {
    stop.abort();
    await expect(download(fails(transient))).rejects.toBe(transient);
    expect(asked).toHaveLength(1);
  });

  test("that is none of S3's is told as it is", async () => {
    const error = new Error("stopped");
    await expect(download(fails(error))).rejects.toBe(error);
    expect(asked).toHaveLength(1);
  });
});
