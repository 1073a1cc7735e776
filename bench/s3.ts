import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { localAws } from "../bin/local-aws.ts";
import type { ArchiveRef } from "../contract/manifest.ts";
import { bucketName } from "../src/release/place/names.ts";

/** The artifact bucket of an embedded AWS. */
export type Bucket = Awaited<ReturnType<typeof openBucket>>;

/** Opens it. @param state folder of the embedded AWS, which is started if it is not running */
export async function openBucket(state: string) {
  const { endpoint, region, accessKeyId, secretAccessKey } = await localAws(state);
  const credentials = { accessKeyId, secretAccessKey };
  const config = { endpoint, region, credentials, forcePathStyle: true };
  const client = new S3Client(config);
  const name = bucketName("123456789012", region); // The embedded AWS has one account.
  const get = async (Key: string) => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: name, Key }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  };
  return {
    name,
    /** Settings for another client. */
    config,
    /** The bucket, in the form that the loader expects. */
    location: { bucket: name, region, endpoint, ...credentials },
    get,
    put: (Key: string, Body: Buffer) =>
      client.send(new PutObjectCommand({ Bucket: name, Key, Body })),
    /** Lists the archives of the latest release. */
    async released(): Promise<readonly ArchiveRef[]> {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: name }));
      const records = Contents.filter(({ Key }) => /\/releases\/\d+\.json$/.test(Key ?? ""));
      const [latest] = records.sort((a, b) => Number(b.LastModified) - Number(a.LastModified));
      const record = JSON.parse(String(await get(latest?.Key ?? "")));
      return record.archives.filter(({ name: archive }: ArchiveRef) => archive !== "assets");
    },
  };
}
