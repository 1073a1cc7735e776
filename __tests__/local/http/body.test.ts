import { Readable } from "node:stream";
import { describe, expect, test } from "@jest/globals";
import { readBody, readJson } from "../../../local/http/body.ts";

const body = (...chunks: string[]) => ({
  body: Readable.from(chunks.map((text) => Buffer.from(text))),
});

describe("a body", () => {
  test("is read whole up to its limit, and refused above it", async () => {
    expect((await readBody(body("ab", "cd"), 4)).toString()).toBe("abcd");
    await expect(readBody(body("ab", "cd"), 3)).rejects.toMatchObject({
      status: 413,
      code: "RequestEntityTooLargeException",
    });
  });

  test("is a JSON object; an empty one is an object without members", async () => {
    expect(await readJson(body('{"a":', "1}"))).toEqual({ a: 1 });
    expect(await readJson(body())).toEqual({});
  });

  test.each(["{", "[]", "null", "1"])("is refused as JSON if it is %s", async (text) => {
    await expect(readJson(body(text))).rejects.toMatchObject({ code: "SerializationException" });
  });
});
