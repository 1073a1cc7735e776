import { expect, test } from "@jest/globals";
import { declaredChecksum } from "../../../../../local/services/s3/objects/declared-checksum.ts";

test.each([
  ["nothing", {}, { name: "crc64nvme" }],
  ["a header", { "x-amz-checksum-sha256": "sum" }, { name: "sha256", value: "sum" }],
  ["a trailer", { "x-amz-trailer": "x-amz-checksum-crc32" }, { name: "crc32" }],
  [
    "a header and its algorithm",
    { "x-amz-checksum-sha1": "sum", "x-amz-sdk-checksum-algorithm": "SHA1" },
    { name: "sha1", value: "sum" },
  ],
])("an upload with %s declares its checksum", (_, headers, expected) => {
  expect(declaredChecksum(headers)).toEqual(expected);
});

test.each([
  ["two checksums", { "x-amz-checksum-sha256": "a", "x-amz-checksum-sha1": "b" }, /single/],
  ["an algorithm alone", { "x-amz-sdk-checksum-algorithm": "SHA1" }, /no corresponding/],
])("an upload with %s is refused", (_, headers, message) => {
  expect(() => declaredChecksum(headers)).toThrow(message);
});
