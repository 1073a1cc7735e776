import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketEncryptionCommand,
} from "@aws-sdk/client-s3";
import { afterEach, describe, expect, test } from "@jest/globals";
import { roleSpec } from "../../../../src/release/role-specs.ts";
import { clientsOf } from "../../../local/stand-in.ts";
import { type StoreOnS3, storeOnS3 } from "./cloud.ts";

const KEY = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555";
const OBJECT = "shop/archives/protected/app/0";
const Bucket = "bundles";

let on: StoreOnS3;
afterEach(() => on.close());

/** A bucket of the user's own, whose objects are encrypted with the user's key. */
async function encrypted({ bucketKey }: { readonly bucketKey: boolean }) {
  on = await storeOnS3({});
  await on.store.ensureBucket(Bucket, () => {});
  const Rule = {
    ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: KEY } as const,
    BucketKeyEnabled: bucketKey,
  };
  const ServerSideEncryptionConfiguration = { Rules: [Rule] };
  const { s3 } = clientsOf(on.standIn.aws);
  await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }));
}

/** The role that a deploy makes for an app's functions, as one of its sandboxes has it. */
async function asFunctionOf(app: string) {
  const spec = roleSpec({
    app,
    stage: "production",
    name: `${app}-production`,
    level: "deployed",
    region: "eu-west-1",
    bucket: Bucket,
    identity: { account: "123456789012", partition: "aws" },
    functionConfiguration: {},
    fansOut: false,
    tags: {},
  });
  const { iam } = clientsOf(on.standIn.aws);
  const RoleName = spec.name;
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: spec.trustPolicy }),
  );
  for (const { name: PolicyName, policy: PolicyDocument } of spec.inline) {
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
  }
  on.standIn.settle();
  const session = await on.standIn.lambda.roles!.sessionFor(Role!.Arn!);
  return clientsOf(on.standIn.aws, session).s3;
}

describe.each([{ bucketKey: false }, { bucketKey: true }])("a bucket with SSE-KMS %j", (how) => {
  test("is read by the functions of the app", async () => {
    await encrypted(how);
    await on.store.writeJson(Bucket, OBJECT, { a: "piece" });
    const head = await clientsOf(on.standIn.aws).s3.send(
      new HeadObjectCommand({ Bucket, Key: OBJECT }),
    );
    expect(head).toMatchObject({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEY });
    const s3 = await asFunctionOf("shop");
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: OBJECT }));
    expect(JSON.parse((await Body?.transformToString()) ?? "")).toEqual({ a: "piece" });
  });

  test("tells who deploys which permission is missing", async () => {
    await encrypted(how);
    const policy = (Action: string) =>
      writeFileSync(
        join(on.standIn.stateDir, "deployer-policy.json"),
        JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action, Resource: "*" }],
        }),
      );
    await on.store.writeJson(Bucket, "there", {});
    policy("s3:*");
    await expect(on.store.writeJson(Bucket, OBJECT, {})).rejects.toMatchObject({
      message: expect.stringContaining(`AWS denies \`kms:GenerateDataKey\``),
      fix: expect.stringContaining("`kms:GenerateDataKey`"),
    });
    await expect(on.store.readJson(Bucket, "there")).rejects.toMatchObject({
      message: expect.stringContaining(`AWS denies \`kms:Decrypt\``),
      fix: expect.stringContaining("`kms:Decrypt`"),
    });
  });
});
