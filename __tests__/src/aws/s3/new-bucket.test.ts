import { afterEach, describe, expect, test } from "@jest/globals";
import { chooseBucket } from "../../../../src/release/place/choose-bucket.ts";
import { type StoreOnS3, storeOnS3 } from "./cloud.ts";

let on: StoreOnS3;
afterEach(() => on.close());

/** S3's servers learn of a new bucket after so many milliseconds, one after the other. */
const DELAY = 20_000;

describe("a bucket that S3 does not know everywhere yet", () => {
  test("is waited for, and the log says so", async () => {
    on = await storeOnS3({ bucketDelay: DELAY });
    const lines: string[] = [];
    await on.store.ensureBucket("bundles", (line) => lines.push(line));
    expect(on.slept()).toBeGreaterThanOrEqual(DELAY);
    expect(lines).toEqual([expect.stringMatching(/^Created the bucket `bundles`\..*a minute/)]);
    await on.store.ensureBucket("bundles", (line) => lines.push(line));
    expect(lines).toHaveLength(1);
  });

  test("takes what is written to it, though one of S3's servers knew it before the others", async () => {
    // The server that is asked whether the bucket exists knows it at once; the one that is written to does not.
    const knows = new Set(["ListObjectsV2"]);
    on = await storeOnS3({ bucketDelay: ({ operation }) => (knows.has(operation) ? 0 : DELAY) });
    await on.store.ensureBucket("bundles", () => {});
    expect(on.slept()).toBe(0);
    await on.store.writeJson("bundles", "a.json", { a: 1 });
    expect(on.slept()).toBeGreaterThanOrEqual(DELAY);
    expect(await on.store.readJson("bundles", "a.json")).toEqual({ a: 1 });
  });

  test("is given up after a minute, by S3's own error", async () => {
    on = await storeOnS3({ bucketDelay: 10 * 60_000 });
    const made = on.store.ensureBucket("bundles", () => {});
    await expect(made).rejects.toMatchObject({ name: "NoSuchBucket" });
    expect(on.slept()).toBeGreaterThanOrEqual(60_000);
  });
});

test("a bucket that was not just found is not waited for", async () => {
  on = await storeOnS3({});
  const written = on.store.writeJson("missing", "a", {});
  await expect(written).rejects.toMatchObject({ name: "NoSuchBucket" });
  expect(on.slept()).toBe(0);
});

test("of those who create a bucket at once, all succeed", async () => {
  on = await storeOnS3({ bucketDelay: DELAY });
  const made = Array.from({ length: 3 }, () => on.store.ensureBucket("bundles", () => {}));
  await Promise.all(made);
  await on.store.writeJson("bundles", "a", {});
});

test("a bucket that another deploy is just creating is asked for again, for a minute", async () => {
  const aborted = new Set([1, 2, 3]);
  let asked = 0;
  on = await storeOnS3({
    fault({ operation }) {
      if (operation !== "CreateBucket") return undefined;
      asked += 1;
      return aborted.has(asked) ? { kind: "aborted" } : undefined;
    },
  });
  await on.store.ensureBucket("bundles", () => {});
  expect(asked).toBe(4);
  for (let time = 5; time < 100; time += 1) aborted.add(time);
  const made = on.store.ensureBucket("more", () => {});
  await expect(made).rejects.toMatchObject({ name: "OperationAborted" });
  expect(on.slept()).toBeGreaterThanOrEqual(60_000);
});

test("a bucket of the account's own namespace is created as one", async () => {
  on = await storeOnS3({});
  const own = "megamode-123456789012-eu-west-1-an";
  await on.store.ensureBucket(own, () => {});
  expect(await on.store.findBucket(own)).toBe(true);
});

describe("a bucket that cannot be used is refused, and the input to change is named:", () => {
  const elsewhere = {
    theirs: { account: "999999999999" },
    "theirs-in-ohio": { account: "999999999999", region: "us-east-2" },
    "ours-in-ohio": { region: "us-east-2" },
    "megamode-123456789012-eu-west-1": { account: "999999999999" },
  };

  test.each<[string, RegExp, RegExp]>([
    ["theirs", /`theirs` belongs to another account/, /`bucket` to a bucket of yours in eu-west-1/],
    ["megamode-123456789012-eu-west-1", /belongs to another account/, /`bucket`/],
    [
      "ours-in-ohio",
      /`ours-in-ohio` lies in us-east-2, .* for eu-west-1/,
      /`bucket` to a bucket in/,
    ],
    ["theirs-in-ohio", /lies in us-east-2/, /`bucket`/],
  ])("%s", async (bucket, message, fix) => {
    on = await storeOnS3({ elsewhere });
    for (const call of [
      () => on.store.findBucket(bucket),
      () => on.store.ensureBucket(bucket, () => {}),
    ]) {
      await expect(call()).rejects.toMatchObject({
        message: expect.stringMatching(message),
        fix: expect.stringMatching(fix),
      });
    }
  });

  test.each(["bundles-an", "b-999999999999-eu-west-1-an", "Bundles"])(
    "one whose name S3 does not take: %s",
    async (bucket) => {
      on = await storeOnS3({});
      await expect(on.store.ensureBucket(bucket, () => {})).rejects.toMatchObject({
        message: expect.stringContaining(`S3 takes no bucket \`${bucket}\``),
        fix: expect.stringContaining("the input `bucket`"),
      });
    },
  );

  test("not so one of ours: where its name is taken, another is chosen that nobody else can take", async () => {
    on = await storeOnS3({ elsewhere });
    const choose = () => chooseBucket(on.store, "123456789012", "eu-west-1", undefined);
    const bucket = await choose();
    await on.store.ensureBucket(bucket, () => {});
    await on.store.writeJson(bucket, "a", {});
    expect(await choose()).toBe("megamode-123456789012-eu-west-1-an");
  });

  test("one that somebody takes meanwhile", async () => {
    const taken: Record<string, { account: string }> = {};
    on = await storeOnS3({
      elsewhere: taken,
      fault({ operation }) {
        if (operation === "CreateBucket") taken.bundles = { account: "999999999999" };
        return undefined;
      },
    });
    const made = on.store.ensureBucket("bundles", () => {});
    await expect(made).rejects.toThrow("The bucket `bundles` belongs to another account");
  });
});
