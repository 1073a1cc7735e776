import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { describe, expect, test } from "@jest/globals";
import { openNetwork, type S3Call } from "../../../../local/services/s3/network.ts";

const get: S3Call = { operation: "GetObject", bucket: "b", key: "k" };

describe("the network of S3", () => {
  test("does not touch bodies that nothing delays or breaks", () => {
    const untouched = { passage: undefined, losesAnswer: false };
    expect(openNetwork({})(get)).toEqual(untouched);
    expect(openNetwork({ fault: () => undefined })(get)).toEqual(untouched);
    expect(openNetwork({ bytesPerSecond: 1 })({ ...get, operation: "PutObject" })).toEqual(
      untouched,
    );
  });

  test.each([
    ["error", 500, "InternalError"],
    ["slow-down", 503, "SlowDown"],
    ["aborted", 409, "OperationAborted"],
  ] as const)("answers with an error where it is told to: %s", (kind, status, code) => {
    const asked: S3Call[] = [];
    const wayOf = openNetwork({
      fault: (call) => {
        asked.push(call);
        return { kind };
      },
    });
    expect(() => wayOf(get)).toThrow(expect.objectContaining({ status, code }));
    expect(asked).toEqual([get]);
  });

  test("breaks off after so many bytes", async () => {
    const passage = openNetwork({ fault: () => ({ kind: "reset", after: 3 }) })(get).passage!;
    const seen: Buffer[] = [];
    passage.on("data", (chunk: Buffer) => seen.push(chunk));
    const broken = new Promise((resolve) => passage.once("error", resolve));
    Readable.from([Buffer.from("ab"), Buffer.from("cdef")]).pipe(passage);
    expect(await broken).toMatchObject({ message: expect.stringContaining("broke") });
    expect(Buffer.concat(seen).toString()).toBe("abc");
  });

  test("makes all bodies share its speed", async () => {
    let now = 0;
    const clock = {
      now: () => now,
      async sleep(milliseconds: number) {
        now += milliseconds;
      },
    };
    const wayOf = openNetwork({ bytesPerSecond: 1000 }, clock);
    const send = (bytes: number) =>
      buffer(Readable.from([Buffer.alloc(bytes)]).pipe(wayOf(get).passage!));
    expect(await send(2000)).toHaveLength(2000);
    expect(now).toBe(2000);
    expect(await send(1)).toHaveLength(1); // Timers are no more precise than that.
    expect(now).toBe(2000);
    expect(await send(1999)).toHaveLength(1999);
    expect(now).toBe(4000);
    now += 10_000; // An idle network does not save up its speed.
    expect(await send(500)).toHaveLength(500);
    expect(now).toBe(14_500);
  });
});
