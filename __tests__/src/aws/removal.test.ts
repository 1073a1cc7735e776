import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createBundleStore } from "../../../src/aws/bundle-store.ts";
import { clientsOf, openStandIn, type StandIn } from "../../local/stand-in.ts";

let standIn: StandIn;
beforeAll(async () => {
  standIn = await openStandIn();
});
afterAll(() => standIn.close());

describe("what goes", () => {
  test("from the bucket: every object below a prefix", async () => {
    const store = createBundleStore(
      clientsOf(standIn.aws).s3,
      clientsOf(standIn.aws).s3,
      "eu-west-1",
    );
    await store.ensureBucket("records");
    for (const version of [1, 2, 7]) {
      await store.writeJson("records", `shop/pr-1/releases/${version}.json`, {});
    }
    await store.writeJson("records", "shop/pr-12/releases/1.json", { kept: true });
    expect(await store.removeAll("records", "shop/pr-1/releases/")).toBe(3);
    expect(await store.readJson("records", "shop/pr-1/releases/7.json")).toBeUndefined();
    expect(await store.readJson("records", "shop/pr-12/releases/1.json")).toEqual({ kept: true });
  });

  test("from a bucket that is not there: nothing", async () => {
    const store = createBundleStore(
      clientsOf(standIn.aws).s3,
      clientsOf(standIn.aws).s3,
      "eu-west-1",
    );
    expect(await store.removeAll("no-such-bucket", "shop/")).toBe(0);
  });
});
