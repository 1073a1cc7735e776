import { buffer } from "node:stream/consumers";
import { describe, expect, test } from "@jest/globals";
import { awsChunkedDecoder } from "../../../../local/signature/payload/aws-chunked.ts";

/** Decodes a body that arrives in pieces of a size. */
async function decode(body: string, pieceBytes = body.length) {
  const seen: { chunks: [string, string | undefined][]; trailers: [string, string][] } = {
    chunks: [],
    trailers: [],
  };
  const decoder = awsChunkedDecoder({
    chunk: (data, signature) => void seen.chunks.push([data.toString(), signature]),
    trailers: (fields) => void seen.trailers.push(...fields),
  });
  for (let at = 0; at < body.length; at += pieceBytes)
    decoder.write(body.slice(at, at + pieceBytes));
  decoder.end();
  return { text: (await buffer(decoder)).toString(), ...seen };
}

const SIGNATURE = "a".repeat(64);
const BODY = `3;chunk-signature=${SIGNATURE}\r\nabc\r\nA\r\n0123456789\r\n0\r\nX-Sum: 1\r\nother:2 \r\n\r\n`;

describe("an aws-chunked body", () => {
  test.each([1, 2, 7, BODY.length])("is decoded from pieces of %i bytes", async (pieceBytes) => {
    expect(await decode(BODY, pieceBytes)).toEqual({
      text: "abc0123456789",
      chunks: [
        ["abc", SIGNATURE],
        ["0123456789", undefined],
        ["", undefined],
      ],
      trailers: [
        ["x-sum", "1"],
        ["other", "2"],
      ],
    });
  });

  test.each([
    ["no size", "x\r\n", "is not a size"],
    ["a signature that is too short", "0;chunk-signature=aa\r\n\r\n", "is not a size"],
    ["a huge chunk", "1000001\r\n", "larger than 16777216"],
    ["a long line", "0".repeat(8193), "a line is too long"],
    ["a chunk that does not end", "1\r\nabc", "a chunk has no end"],
    ["a trailer without a name", "0\r\n:x\r\n\r\n", "a trailer has no name"],
    ["an early end", "3\r\nab", "it ends too early"],
    ["no last line", "0\r\na:b\r\n", "it ends too early"],
  ])("with %s is refused", async (_, body, message) => {
    await expect(decode(body)).rejects.toThrow(message);
  });

  test("has nothing after its end", async () => {
    await expect(decode("0\r\n\r\nx", 5)).rejects.toThrow("data after its end");
  });
});
