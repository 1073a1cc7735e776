import { xmlDocument } from "../../../http/xml.ts";
import { AwsError, type AwsResponse } from "../../../service.ts";
import { bucketArn } from "../access.ts";
import { S3_NAMESPACE, type S3Context } from "../context.ts";

const MAX_KEYS = 1000;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export async function listObjects(context: S3Context): Promise<AwsResponse> {
  const { store, request, access, bucket } = context;
  access.require("s3:ListBucket", bucketArn(bucket));
  const { query } = request;
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter") ?? "";
  const maxKeys = parseMaxKeys(query.get("max-keys"));
  const token = query.get("continuation-token");
  const after = token === null ? (query.get("start-after") ?? "") : decodeToken(token);

  const objects = store.objects(bucket);
  const page = choosePage(byUtf8(objects.keys()), { prefix, delimiter, after, maxKeys });
  const spell = query.get("encoding-type") === "url" ? encodeURIComponent : (text: string) => text;
  const contents = page.keys.map((key) => {
    const object = objects.get(key)!;
    return {
      Key: spell(key),
      LastModified: object.modified,
      ETag: object.etag,
      Size: object.size,
      StorageClass: "STANDARD",
    };
  });
  const body = xmlDocument(
    "ListBucketResult",
    {
      Name: bucket,
      Prefix: spell(prefix),
      Delimiter: delimiter === "" ? undefined : spell(delimiter),
      EncodingType: query.get("encoding-type") ?? undefined,
      MaxKeys: maxKeys,
      KeyCount: page.keys.length + page.prefixes.length,
      IsTruncated: page.next !== undefined,
      ContinuationToken: token ?? undefined,
      NextContinuationToken: page.next === undefined ? undefined : encodeToken(page.next),
      Contents: contents,
      CommonPrefixes: page.prefixes.map((common) => ({ Prefix: spell(common) })),
    },
    S3_NAMESPACE,
  );
  return { status: 200, headers: { "content-type": "application/xml" }, body };
}

interface Page {
  readonly keys: readonly string[];
  readonly prefixes: readonly string[];
  /** The last key or common prefix of this page. Undefined on the last page. */
  readonly next: string | undefined;
}

/** Chooses the items of a page. Keys and common prefixes both count, and each common prefix appears once. */
export function choosePage(
  sorted: readonly string[],
  ask: {
    readonly prefix: string;
    readonly delimiter: string;
    readonly after: string;
    readonly maxKeys: number;
  },
): Page {
  const keys: string[] = [];
  const prefixes: string[] = [];
  let last: string | undefined;
  for (const key of sorted) {
    if (!key.startsWith(ask.prefix)) continue;
    const end = ask.delimiter === "" ? -1 : key.indexOf(ask.delimiter, ask.prefix.length);
    const item = end === -1 ? key : key.slice(0, end + ask.delimiter.length);
    if (item === prefixes.at(-1) || Buffer.compare(Buffer.from(item), Buffer.from(ask.after)) <= 0)
      continue;
    if (keys.length + prefixes.length === ask.maxKeys) return { keys, prefixes, next: last };
    (end === -1 ? keys : prefixes).push(item);
    last = item;
  }
  return { keys, prefixes, next: undefined };
}

function byUtf8(keys: readonly string[]): string[] {
  return [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

function parseMaxKeys(text: string | null): number {
  if (text === null) return MAX_KEYS;
  if (!/^\d{1,9}$/.test(text))
    throw new AwsError(400, "InvalidArgument", "Argument max-keys must be an integer");
  return Math.min(Number(text), MAX_KEYS);
}

function encodeToken(last: string): string {
  return Buffer.from(last, "utf8").toString("base64url");
}

function decodeToken(token: string): string {
  return Buffer.from(token, "base64url").toString("utf8");
}
