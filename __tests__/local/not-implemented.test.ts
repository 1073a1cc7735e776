import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateStageCommand } from "@aws-sdk/client-api-gateway";
import { DeleteRoleCommand } from "@aws-sdk/client-iam";
import { DeleteAliasCommand, LambdaClient, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import {
  CopyObjectCommand,
  DeleteBucketCommand,
  ListBucketsCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { ListScheduleGroupsCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { GetSessionTokenCommand } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Aws, startAws } from "../../local/aws.ts";
import { createLambda } from "../../local/services/lambda/lambda.ts";
import { signPost } from "../../runtime/src/aws/sign.ts";
import { fakeIsolation } from "./sandbox/fake-isolation.ts";
import { clientsOf } from "./stand-in.ts";

let aws: Aws;
const stateDir = mkdtempSync(join(tmpdir(), "megamode-local-"));
beforeAll(async () => {
  const isolation = async () => fakeIsolation(() => undefined);
  aws = await startAws({ stateDir, lambda: (options) => createLambda({ ...options, isolation }) });
});
afterAll(async () => {
  await aws.close();
  rmSync(stateDir, { recursive: true });
});

const clients = () => {
  const { endpoint, region, credentials } = aws;
  const config = { endpoint, region, credentials, maxAttempts: 1 };
  return {
    ...clientsOf(aws),
    lambda: new LambdaClient(config),
    scheduler: new SchedulerClient(config),
  };
};
const Bucket = "bucket";

test.each<[string, () => Promise<unknown>, RegExp]>([
  [
    "S3's bucket",
    () => clients().s3.send(new DeleteBucketCommand({ Bucket })),
    /S3 does not implement DeleteBucket$/,
  ],
  [
    "S3's list of buckets",
    () => clients().s3.send(new ListBucketsCommand()),
    /S3 does not implement ListBuckets$/,
  ],
  [
    "S3's settings",
    () =>
      clients().s3.send(
        new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: {} }),
      ),
    /S3 does not implement PutPublicAccessBlock$/,
  ],
  [
    "S3's copies",
    () => clients().s3.send(new CopyObjectCommand({ Bucket, Key: "a", CopySource: "b/c" })),
    /S3 does not implement CopyObject$/,
  ],
  [
    "Lambda's aliases",
    () => clients().lambda.send(new DeleteAliasCommand({ FunctionName: "f", Name: "live" })),
    /Lambda does not implement DELETE \/2015-03-31\/functions\/f\/aliases\/live$/,
  ],
  [
    "Lambda's permissions",
    () =>
      clients().lambda.send(new RemovePermissionCommand({ FunctionName: "f", StatementId: "s" })),
    /Lambda does not implement DELETE .*\/policy\/s$/,
  ],
  [
    "API Gateway's stages",
    () =>
      clients().gateway.send(
        new CreateStageCommand({ restApiId: "a", stageName: "s", deploymentId: "d" }),
      ),
    /API Gateway does not implement POST \/restapis\/a\/stages$/,
  ],
  [
    "EventBridge Scheduler's groups",
    () => clients().scheduler.send(new ListScheduleGroupsCommand()),
    /EventBridge Scheduler does not implement GET \/schedule-groups$/,
  ],
  [
    "IAM's roles",
    () => clients().iam.send(new DeleteRoleCommand({ RoleName: "r" })),
    /IAM does not implement DeleteRole$/,
  ],
  [
    "STS's sessions",
    () => clients().sts.send(new GetSessionTokenCommand()),
    /STS does not implement GetSessionToken$/,
  ],
])("what is not there of %s is named as not implemented", async (_, call, message) => {
  await expect(call()).rejects.toMatchObject({
    name: "NotImplemented",
    message: expect.stringMatching(message),
    $metadata: { httpStatusCode: 501 },
  });
});

test("a service that is not there is named", async () => {
  const url = new URL("/", aws.endpoint);
  const signer = { region: aws.region, ...aws.credentials };
  const headers = signPost(url, "dynamodb", "{}", signer, new Date());
  const response = await fetch(url, { method: "POST", headers, body: "{}" });
  expect(response.status).toBe(501);
  expect(await response.text()).toContain("The embedded AWS has no service `dynamodb`");
});
