import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRoleTagsCommand,
  ListUsersCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { clientsOf, openStandIn, type StandIn } from "../../stand-in.ts";

let standIn: StandIn;
let iam: IAMClient;
beforeAll(async () => {
  standIn = await openStandIn();
  ({ iam } = clientsOf(standIn.aws));
});
afterAll(() => standIn.close());

const named = (name: string) => expect.objectContaining({ name });
const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const trust = (Service: string) =>
  policy({ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" });
const create = (RoleName: string, AssumeRolePolicyDocument = trust("lambda.amazonaws.com")) =>
  iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, Description: "a & b" }));
const BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

describe("a role", () => {
  test("comes back with its trust policy and tags, and exists once", async () => {
    const { Role } = await create("first");
    expect(Role).toMatchObject({
      Arn: "arn:aws:iam::123456789012:role/first",
      Description: "a & b",
    });
    await iam.send(
      new TagRoleCommand({ RoleName: "first", Tags: [{ Key: "app", Value: "blog" }] }),
    );
    const found = await iam.send(new GetRoleCommand({ RoleName: "first" }));
    expect(decodeURIComponent(found.Role?.AssumeRolePolicyDocument ?? "")).toBe(
      trust("lambda.amazonaws.com"),
    );
    const { Tags } = await iam.send(new ListRoleTagsCommand({ RoleName: "first" }));
    expect(Tags).toEqual([{ Key: "app", Value: "blog" }]);
    await expect(create("FIRST")).rejects.toThrow(named("EntityAlreadyExistsException"));
    await expect(iam.send(new GetRoleCommand({ RoleName: "none" }))).rejects.toThrow(
      named("NoSuchEntityException"),
    );
  });

  test("keeps its policies until they are deleted", async () => {
    await create("policies");
    const RoleName = "policies";
    const PolicyDocument = policy({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" });
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "read", PolicyDocument }));
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: BASIC }));
    const inline = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: "read" }));
    expect(decodeURIComponent(inline.PolicyDocument ?? "")).toBe(PolicyDocument);
    const { PolicyNames } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    expect(PolicyNames).toEqual(["read"]);
    const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    expect(AttachedPolicies).toEqual([
      { PolicyName: "AWSLambdaBasicExecutionRole", PolicyArn: BASIC },
    ]);
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: "read" }));
    await expect(
      iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: "read" })),
    ).rejects.toThrow(named("NoSuchEntityException"));
  });

  test("gets another trust policy, and loses what was attached", async () => {
    await create("changed");
    const RoleName = "changed";
    const PolicyDocument = trust("scheduler.amazonaws.com");
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")).toBe(PolicyDocument);
    const wrong = { RoleName, PolicyDocument: "{" };
    await expect(iam.send(new UpdateAssumeRolePolicyCommand(wrong))).rejects.toThrow("Syntax");
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: BASIC }));
    const detach = () => iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn: BASIC }));
    await detach();
    const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    expect(AttachedPolicies).toEqual([]);
    await expect(detach()).rejects.toThrow(named("NoSuchEntityException"));
  });

  test("with a policy or a tag that has no proper name is refused", async () => {
    const PolicyDocument = policy({ Effect: "Allow", Action: "*", Resource: "*" });
    await create("names");
    for (const PolicyName of ["of shop", "shop/live", "p".repeat(129)]) {
      const put = new PutRolePolicyCommand({ RoleName: "names", PolicyName, PolicyDocument });
      await expect(iam.send(put)).rejects.toThrow("policyName is invalid");
    }
    const tag = new TagRoleCommand({ RoleName: "names", Tags: [{ Key: "a*", Value: "" }] });
    await expect(iam.send(tag)).rejects.toThrow("'tags.member.key' failed to satisfy constraint");
  });

  test("with a policy that cannot be evaluated is refused", async () => {
    const wrong = policy({ Effect: "Allow", Action: "*", Resource: "*", Condition: { Bool: {} } });
    await create("conditions");
    await expect(
      iam.send(
        new PutRolePolicyCommand({
          RoleName: "conditions",
          PolicyName: "p",
          PolicyDocument: wrong,
        }),
      ),
    ).rejects.toThrow(/`Condition`/);
  });

  test("of an action that is not implemented says so", async () => {
    await expect(iam.send(new ListUsersCommand())).rejects.toThrow(/ListUsers/);
  });
});

describe("Lambda", () => {
  const session = (name: string) =>
    standIn.lambda.roles?.sessionFor(`arn:aws:iam::123456789012:role/${name}`);

  test("cannot assume a role that has just been created, and can soon after", async () => {
    await create("fresh");
    await expect(session("fresh")).rejects.toThrow(/cannot be assumed by Lambda/);
    standIn.settle();
    await expect(session("fresh")).resolves.toMatchObject({
      accessKeyId: expect.stringMatching(/^ASIA/),
    });
  });

  test("cannot assume a role that trusts another service", async () => {
    await create("other", trust("ec2.amazonaws.com"));
    standIn.settle();
    await expect(session("other")).rejects.toThrow(/cannot be assumed by Lambda/);
  });

  test("may read what the role's policy names, and nothing else", async () => {
    const { s3 } = clientsOf(standIn.aws);
    const Bucket = "policy-bucket";
    await s3.send(
      new CreateBucketCommand({
        Bucket,
        CreateBucketConfiguration: { LocationConstraint: "eu-west-1" },
      }),
    );
    for (const Key of ["blog/a", "blog/secret", "shop/a"]) {
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
    }
    await create("reader");
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: "reader",
        PolicyName: "read",
        PolicyDocument: policy(
          {
            Effect: "Allow",
            Action: ["s3:GetObject"],
            Resource: [`arn:aws:s3:::${Bucket}/blog/*`],
          },
          { Effect: "Deny", Action: "s3:*", Resource: `arn:aws:s3:::${Bucket}/blog/sec?et` },
        ),
      }),
    );
    standIn.settle();
    const sandbox = clientsOf(standIn.aws, await session("reader"));
    const read = (Key: string) => sandbox.s3.send(new GetObjectCommand({ Bucket, Key }));
    expect(await (await read("blog/a")).Body?.transformToString()).toBe("blog/a");
    await expect(read("blog/secret")).rejects.toThrow(named("AccessDenied"));
    await expect(read("shop/a")).rejects.toThrow(named("AccessDenied"));
    // Without s3:ListBucket nobody learns that it does not exist.
    await expect(read("blog/missing")).rejects.toThrow(named("AccessDenied"));
    await expect(
      sandbox.s3.send(new PutObjectCommand({ Bucket, Key: "blog/b", Body: "x" })),
    ).rejects.toThrow(named("AccessDenied"));
  });
});
