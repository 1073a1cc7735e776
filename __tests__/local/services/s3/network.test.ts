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
    const passage = openNetwork({ bytesPerSecond: 1e6 });
    const send = (bytes: number) =>
      buffer(Readable.from([Buffer.alloc(bytes)]).pipe(passage("key")!));
    const began = performance.now();
    const bodies = await Promise.all([send(10_000), send(10_000)]);
    expect(bodies.map(({ length }) => length)).toEqual([10_000, 10_000]);
    expect(performance.now() - began).toBeGreaterThanOrEqual(15);
  });
});
