import { describe, expect, test } from "@jest/globals";
import { checksumName, startChecksum } from "../../../../local/signature/payload/checksum.ts";

describe("a checksum", () => {
  // The check values of https://reveng.sourceforge.io/crc-catalogue/ and of sha1sum and sha256sum.
  test.each([
    ["crc32", "cbf43926"],
    ["crc32c", "e3069283"],
    ["crc64nvme", "ae8b14860a799888"],
    ["sha1", "f7c3bc1d808e04732adf679965ccc34ca7ae3441"],
    ["sha256", "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"],
  ])("by %s is that of the published test vector, in one piece or in two", (name, expected) => {
    const whole = startChecksum(name);
    whole.update(Buffer.from("123456789"));
    expect(whole.digest().toString("hex")).toBe(expected);
    const parts = startChecksum(name);
    parts.update(Buffer.from("1234"));
    parts.update(Buffer.from("56789"));
    expect(parts.digest().toString("hex")).toBe(expected);
  });

  test.each([
    ["x-amz-checksum-sha256", "sha256"],
    ["x-amz-checksum-md5", undefined],
    ["x-amz-checksum-constructor", undefined],
    ["x-amz-checksum-", undefined],
    ["sha256", undefined],
  ])("is named by the header %s: %s", (header, name) => {
    expect(checksumName(header)).toBe(name);
  });
});
