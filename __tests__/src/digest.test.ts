import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { hexToBase64, sha256Base64, sha256Hex, sha256OfFile } from "../../src/digest.ts";
import { tree } from "../tree.ts";

/** https://www.di-mgt.com.au/sha_testvectors.html */
const ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

test("a digest is the same of a string, of its bytes and of a file", async () => {
  expect(sha256Hex("abc")).toBe(ABC);
  expect(sha256Hex(Buffer.from("abc"))).toBe(ABC);
  expect(await sha256OfFile(join(tree({ file: "abc" }), "file"))).toBe(ABC);
});

test("a digest in base64 is that in hex, written otherwise", () => {
  expect(sha256Base64("abc")).toBe("ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
  expect(hexToBase64(ABC)).toBe(sha256Base64("abc"));
});
