import type { AwsRequest } from "../../service.ts";

// Query parameters that choose an operation. All others are its input.
const SUBRESOURCES = [
  "location",
  "tagging",
  "publicAccessBlock",
  "lifecycle",
  "uploads",
  "uploadId",
  "versioning",
  "versions",
  "policy",
  "acl",
  "delete",
  "encryption",
  "cors",
  "ownershipControls",
] as const;

const BUCKET: Readonly<Record<string, string>> = {
  PUT: "CreateBucket",
  HEAD: "HeadBucket",
  "PUT tagging": "PutBucketTagging",
  "GET tagging": "GetBucketTagging",
  "PUT encryption": "PutBucketEncryption",
  // Not implemented. They are listed so that the refusal can name them.
  DELETE: "DeleteBucket",
  GET: "ListObjects",
  "GET location": "GetBucketLocation",
  "PUT publicAccessBlock": "PutPublicAccessBlock",
  "GET publicAccessBlock": "GetPublicAccessBlock",
  "POST delete": "DeleteObjects",
  "PUT lifecycle": "PutBucketLifecycleConfiguration",
  "PUT versioning": "PutBucketVersioning",
};

const OBJECT: Readonly<Record<string, string>> = {
  PUT: "PutObject",
  GET: "GetObject",
  HEAD: "HeadObject",
  DELETE: "DeleteObject",
  // Not implemented, as above.
  "POST uploads": "CreateMultipartUpload",
  "PUT uploadId": "UploadPart",
};

/** Names the operation that a request means. An unknown one is named by its method and subresource. */
export function s3Operation(
  request: Pick<AwsRequest, "method" | "rawPath" | "query" | "headers">,
): string {
  const [, bucket = "", ...key] = request.rawPath.split("/");
  const subresource = SUBRESOURCES.find((name) => request.query.has(name));
  const verb = [request.method, subresource].filter((part) => part !== undefined).join(" ");
  if (bucket === "") return verb === "GET" ? "ListBuckets" : verb;
  if (key.join("/") !== "") {
    if (verb === "PUT" && "x-amz-copy-source" in request.headers) return "CopyObject";
    return OBJECT[verb] ?? `${verb} on an object`;
  }
  if (verb === "GET" && request.query.get("list-type") === "2") return "ListObjectsV2";
  return BUCKET[verb] ?? `${verb} on a bucket`;
}
