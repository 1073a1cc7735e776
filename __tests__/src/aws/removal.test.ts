import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createBundleStore } from "../../../src/aws/bundle-store.ts";
import { createFrontDoor } from "../../../src/aws/front-door.ts";
import { systemClock } from "../../../src/host/clock.ts";
import { apiDefinition } from "../../../src/release/front-door/api-definition.ts";
import { clientsOf, openStandIn, type StandIn } from "../../local/stand-in.ts";

let standIn: StandIn;
beforeAll(async () => {
  standIn = await openStandIn();
});
afterAll(() => standIn.close());

const alias = "arn:aws:lambda:eu-west-1:123456789012:function:shop:live";

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

  test("from API Gateway: an API, once", async () => {
    const { gateway } = clientsOf(standIn.aws);
    const door = createFrontDoor(gateway, "eu-west-1", systemClock, standIn.aws.apiUrl);
    const tags = { "megamode:app": "shop", "megamode:stage": "pr-1" };
    const id = await door.create(apiDefinition("shop-pr-1", "eu-west-1", alias).text, tags);
    expect(await door.list()).toEqual([{ name: "shop-pr-1", tags }]);
    await door.remove(id);
    await door.remove(id);
    expect(await door.list()).toEqual([]);
  });
});
