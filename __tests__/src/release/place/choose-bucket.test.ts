import { expect, test } from "@jest/globals";
import { BucketRefused } from "../../../../src/ports/bundle-store.ts";
import { chooseBucket } from "../../../../src/release/place/choose-bucket.ts";

const older = "megamode-123456789012-eu-west-1";
const ofAnother = new BucketRefused("belongs to another account", "Set `bucket`.");
const denied = new Error("AWS denies `s3:ListBucket`");

/** Chooses, and tells which buckets were looked at. */
async function choose(
  found: boolean | Error,
  { given = undefined as string | undefined, region = "eu-west-1" } = {},
) {
  const asked: string[] = [];
  const findBucket = async (bucket: string) => {
    asked.push(bucket);
    if (found instanceof Error) throw found;
    return found;
  };
  const bucket = await chooseBucket({ findBucket }, "123456789012", region, given);
  return { bucket, asked };
}

test("an older version's bucket stays in use", async () => {
  expect(await choose(true)).toEqual({ bucket: older, asked: [older] });
});

test.each([
  ["where there is none", false],
  ["where somebody else has taken that name", ofAnother],
])("the bucket lies in the account's own namespace %s", async (_, found) => {
  expect(await choose(found)).toEqual({ bucket: `${older}-an`, asked: [older] });
});

test("a look that is denied ends the deploy: the older bucket may hold what runs now", async () => {
  await expect(choose(denied)).rejects.toBe(denied);
});

test.each([true, false])("the user's bucket is taken, there or not: %s", async (found) => {
  expect(await choose(found, { given: "own" })).toEqual({ bucket: "own", asked: ["own"] });
});

test("the user's bucket must not be another account's", async () => {
  await expect(choose(ofAnother, { given: "own" })).rejects.toBe(ofAnother);
});

test.each(["me-south-1", "me-central-1"])("%s has no such namespace", async (region) => {
  const only = `megamode-123456789012-${region}`;
  expect(await choose(false, { region })).toEqual({ bucket: only, asked: [only] });
  await expect(choose(ofAnother, { region })).rejects.toBe(ofAnother);
});
