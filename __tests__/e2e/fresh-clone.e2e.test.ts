import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeleteObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import {
  type Cloud,
  copyApp,
  type Deployed,
  deploy,
  FIXTURES,
  get,
  openCloud,
  succeeded,
} from "./harness.ts";

let cloud: Cloud;
beforeAll(async () => {
  cloud = await openCloud();
});
afterAll(() => cloud?.close());

const newCache = () => mkdtempSync(join(tmpdir(), "megamode-new-runner-"));

/** What the first of them compiles. */
const kept = newCache();

/** A checkout of its own, on a runner that has never built anything. */
async function onNewRunner(version: string, cache = newCache()): Promise<Deployed> {
  const app = copyApp(join(FIXTURES, "probe"));
  writeFileSync(join(app, "version.txt"), version);
  return deploy(cloud, {
    ...{ app, stage: "clones", inputs: { app: "clones", "prewarm-concurrency": "1" } },
    env: { XDG_CACHE_HOME: cache },
  });
}

const uploads = () =>
  readFileSync(join(cloud.state, "requests.jsonl"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { operation: string; path: string })
    .filter(({ operation, path }) => operation === "PutObject" && path.includes("/archives/"));

const uploaded = ({ outputs }: Deployed) =>
  (JSON.parse(outputs.report ?? "").archives as { name: string; uploaded: boolean }[])
    .filter(({ uploaded }) => uploaded)
    .map(({ name }) => name);

/** The rows of the table of parts, as the summary has them. */
const parts = ({ summary }: Deployed) =>
  summary.match(/^\| (gem|Ruby|library|data|\d+ more) .*$/gm);

test("a fresh clone with an unchanged lockfile installs and builds no gem, and uploads what changed", async () => {
  const first = succeeded(await onNewRunner("one\n", kept));
  expect(first.log).toContain("There is none.");
  expect(first.log).toMatch(/Installing puma .* with native extensions/);
  expect(uploaded(first)).toEqual(["ruby", "gems", "app"]);

  const second = succeeded(await onNewRunner("two\n"));
  expect(second.log).not.toMatch(/^• (Vendor gems|Package Ruby)$|Installing|native extensions/m);
  expect(uploaded(second)).toEqual(["app"]);
  // Of archives that were only fetched, too.
  expect(parts(first)).toContainEqual(
    expect.stringMatching(/^\| gem \| puma .* \| [\d.]+ [KM]B \|$/),
  );
  expect(parts(second)).toEqual(parts(first));
  expect(parts(first)?.length).toBeGreaterThan(15);
  expect(second.log).toMatch(/^• Preflight\n {2}Started/m);
  expect(JSON.parse((await get(cloud, `${second.outputs.url}/version`)).body)).toBe("two\n");

  const before = uploads().length;
  const third = succeeded(await onNewRunner("two\n"));
  expect(third.outputs).toMatchObject({ changed: "false", "uploaded-bytes": "0" });
  expect(uploads()).toHaveLength(before);
  // Whoever asks how long it took, reads it.
  expect(third.log).toMatch(/^• Look for an earlier build.*\n( {2}.*\n)* {2}[\d.]+ (m?s)$/m);
});

test("what the bucket has lost, or may not be asked for, is built", async () => {
  const s3 = new S3Client({
    ...{ endpoint: cloud.aws.endpoint, region: cloud.aws.region },
    ...{ credentials: cloud.aws, forcePathStyle: true },
  });
  const Bucket = `megamode-123456789012-${cloud.aws.region}`;
  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({ Bucket, Prefix: "clones/archives/" }),
  );
  for (const { Key } of Contents) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  const rebuilt = succeeded(await onNewRunner("three\n", kept));
  expect(rebuilt.log).toMatch(/There is none\.[\s\S]*• Vendor gems/);
  expect(uploaded(rebuilt)).toEqual(["ruby", "gems", "app"]);
  expect(JSON.parse((await get(cloud, `${rebuilt.outputs.url}/version`)).body)).toBe("three\n");

  const Statement = [
    { Effect: "Allow", Action: "*", Resource: "*" },
    { Effect: "Deny", Action: "s3:GetObject", Resource: "arn:aws:s3:::*/recipes/*" },
  ];
  writeFileSync(
    join(cloud.state, "deployer-policy.json"),
    JSON.stringify({ Version: "2012-10-17", Statement }),
  );
  const denied = succeeded(await onNewRunner("four\n", kept));
  expect(denied.log).toMatch(
    /Cannot look for an earlier build in the bucket: AWS denies `s3:GetObject`[\s\S]*• Vendor gems/,
  );
});
