import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { describe, expect, test } from "@jest/globals";
import { openNetwork } from "../../../../local/services/s3/network.ts";

describe("the network of S3", () => {
  test("does not touch bodies that nothing delays or breaks", () => {
    expect(openNetwork({})("key")).toBeUndefined();
    expect(openNetwork({ fault: () => undefined })("key")).toBeUndefined();
  });

  test("answers with an error where it is told to", () => {
    const asked: string[] = [];
    const passage = openNetwork({
      fault: (key) => {
        asked.push(key);
        return { kind: "error" };
      },
    });
    expect(() => passage("a")).toThrow(expect.objectContaining({ status: 500 }));
    expect(asked).toEqual(["a"]);
  });

  test("breaks off after so many bytes", async () => {
    const passage = openNetwork({ fault: () => ({ kind: "reset", after: 3 }) })("key")!;
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
    const passage = openNetwork({ bytesPerSecond: 1000 }, clock);
    const send = (bytes: number) =>
      buffer(Readable.from([Buffer.alloc(bytes)]).pipe(passage("key")!));
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
