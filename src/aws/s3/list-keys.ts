import { ListObjectsV2Command, type S3Client } from "@aws-sdk/client-s3";
import { isNotFound } from "../errors/failure.ts";
import { owned } from "./owned-bucket.ts";

/** Lists the keys that begin with a prefix; a bucket that does not exist has none. */
export async function listKeys(
  s3: S3Client,
  bucket: string,
  prefix: string,
): Promise<readonly string[]> {
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const page = await s3
      .send(
        new ListObjectsV2Command({
          ...owned(bucket),
          Prefix: prefix,
          ...(token ? { ContinuationToken: token } : {}),
        }),
      )
      .catch((error: unknown) => {
        if (isNotFound(error)) return undefined;
        throw error;
      });
    keys.push(...(page?.Contents ?? []).flatMap(({ Key }) => Key ?? []));
    token = page?.NextContinuationToken;
  } while (token);
  return keys;
}
