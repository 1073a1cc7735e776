import { rejectUnknownFields, rejectUnknownParameters } from "../../http/fields.ts";
import { AwsError, type AwsRequest } from "../../service.ts";

interface Input {
  readonly query?: readonly string[];
  readonly headers?: readonly string[];
}

const SIGNING = [
  "x-amz-content-sha256",
  "x-amz-date",
  "x-amz-security-token",
  "x-amz-user-agent",
  "x-amz-expected-bucket-owner",
  "x-amz-decoded-content-length",
  "x-amz-trailer",
  "x-amz-sdk-checksum-algorithm",
];
const CHECKSUMS = ["crc32", "crc32c", "crc64nvme", "sha1", "sha256"].map(
  (name) => `x-amz-checksum-${name}`,
);

const INPUTS: Readonly<Record<string, Input>> = {
  CreateBucket: { headers: ["x-amz-bucket-namespace"] },
  PutObject: {},
  GetObject: { headers: ["x-amz-checksum-mode"] },
  HeadObject: { headers: ["x-amz-checksum-mode"] },
  ListObjectsV2: {
    query: [
      "list-type",
      "prefix",
      "delimiter",
      "max-keys",
      "continuation-token",
      "start-after",
      "encoding-type",
      "fetch-owner",
    ],
  },
  PutBucketTagging: { query: ["tagging"] },
  GetBucketTagging: { query: ["tagging"] },
  PutBucketEncryption: { query: ["encryption"] },
};

// Conditions that are not evaluated here. If they were ignored, they would count as met.
const UNSUPPORTED = ["if-modified-since", "if-unmodified-since"];

/** Refuses parameters and headers that the embedded S3 does not implement for the operation. */
export function checkInput(operation: string, request: AwsRequest): void {
  const input = INPUTS[operation] ?? {};
  rejectUnknownParameters(request.query, ["x-id", ...(input.query ?? [])], "InvalidArgument");
  const special = Object.entries(request.headers).filter(
    ([name]) =>
      name.startsWith("x-amz-") && !(operation === "PutObject" && name.startsWith("x-amz-meta-")),
  );
  rejectUnknownFields(
    Object.fromEntries(special),
    [...SIGNING, ...CHECKSUMS, ...(input.headers ?? [])],
    "InvalidArgument",
  );
  for (const name of UNSUPPORTED) {
    if (name in request.headers) {
      throw new AwsError(501, "NotImplemented", `The embedded S3 does not evaluate \`${name}\``);
    }
  }
}
