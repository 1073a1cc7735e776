import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  CloudWatchLogsClient,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { openStandIn, type StandIn } from "../../stand-in.ts";

let standIn: StandIn;
let client: CloudWatchLogsClient;
beforeAll(async () => {
  standIn = await openStandIn();
  const { endpoint, region, credentials } = standIn.aws;
  client = new CloudWatchLogsClient({ endpoint, region, credentials, maxAttempts: 1 });
});
afterAll(() => standIn.close());

const remove = (logGroupName: string) => client.send(new DeleteLogGroupCommand({ logGroupName }));

test("a log group goes with its streams, and no other", async () => {
  const logs = join(standIn.stateDir, "logs");
  for (const name of ["shop-live", "shop-live-2", "@shop-live"]) {
    mkdirSync(join(logs, name), { recursive: true });
    writeFileSync(join(logs, `${name}.log`), "START");
  }
  await remove("/aws/lambda/shop-live");
  expect(readdirSync(logs).sort()).toEqual([
    "@shop-live",
    "@shop-live.log",
    "shop-live-2",
    "shop-live-2.log",
  ]);
  await remove("shop-live");
  expect(existsSync(join(logs, "@shop-live.log"))).toBe(false);
});

test("a log group that nobody has written to is not there", async () => {
  await expect(remove("/aws/lambda/silent")).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: "The specified log group does not exist.",
    $metadata: { httpStatusCode: 400 },
  });
});

test.each(["", "a b", "a".repeat(513)])("no log group is named `%s`", async (name) => {
  await expect(remove(name)).rejects.toMatchObject({ name: "InvalidParameterException" });
});

test("other operations are not there", async () => {
  const described = client.send(new DescribeLogGroupsCommand({}));
  await expect(described).rejects.toThrow("does not implement DescribeLogGroups");
});
