import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { signPost } from "../../../runtime/src/aws/sign.ts";
import { callJson, createSecret, putParameter } from "../kept.ts";
import { clientsOf, openStandIn, type StandIn } from "../stand-in.ts";

/** Systems Manager and Secrets Manager: what they keep, and whom they give it to. */
let standIn: StandIn;
beforeAll(async () => {
  standIn = await openStandIn();
});
afterAll(() => standIn.close());

const KEY = "arn:aws:kms:eu-west-1:123456789012:key/1";
const parameter = (name: string) => `arn:aws:ssm:eu-west-1:123456789012:parameter${name}`;

/** The credentials of a function whose role may do this and nothing else. */
async function roleThatMay(name: string, ...statements: object[]) {
  const { iam } = clientsOf(standIn.aws);
  const trust = {
    Effect: "Allow",
    Action: "sts:AssumeRole",
    Principal: { Service: "lambda.amazonaws.com" },
  };
  const document = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: document(trust) }),
  );
  if (statements.length > 0) {
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: name,
        PolicyName: "p",
        PolicyDocument: document(...statements.map((one) => ({ Effect: "Allow", ...one }))),
      }),
    );
  }
  standIn.settle(10_000);
  const credentials = await standIn.lambda.roles!.sessionFor(Role!.Arn!);
  return { ...standIn.aws, credentials };
}

const get = (who: Parameters<typeof callJson>[0], Names: unknown, more: object = {}) =>
  callJson(who, "ssm", "AmazonSSM.GetParameters", { Names, WithDecryption: true, ...more });
const secret = (who: Parameters<typeof callJson>[0], SecretId: string, more: object = {}) =>
  callJson(who, "secretsmanager", "secretsmanager.GetSecretValue", { SecretId, ...more });

describe("Systems Manager", () => {
  beforeAll(async () => {
    await putParameter(standIn.aws, "/shop/key", "first");
    await putParameter(standIn.aws, "/shop/key", "second", { Overwrite: true });
    await putParameter(standIn.aws, "plain", "text", { Type: "String" });
    await putParameter(standIn.aws, "/shop/own-key", "kept", { KeyId: KEY });
  });

  test("gives the newest version, an old one, and names what is not there", async () => {
    const names = [
      "plain",
      "/shop/key",
      "/shop/key:1",
      "/none",
      "/shop/key:9",
      parameter("/shop/key"),
    ];
    expect(await get(standIn.aws, names)).toEqual({
      Parameters: [
        expect.objectContaining({ Name: "/shop/key", Value: "second", Version: 2 }),
        expect.objectContaining({ Name: "/shop/key", Value: "first", Version: 1, Selector: ":1" }),
        expect.objectContaining({
          Name: "/shop/key",
          Value: "second",
          ARN: parameter("/shop/key"),
        }),
        expect.objectContaining({
          Name: "plain",
          Value: "text",
          ARN: parameter("/plain"),
          Type: "String",
        }),
      ],
      InvalidParameters: ["/none", "/shop/key:9"],
    });
  });

  test("hides the text of a SecureString from who does not ask for it", async () => {
    const { Parameters } = await get(standIn.aws, ["/shop/key"], { WithDecryption: false });
    expect(JSON.stringify(Parameters)).not.toContain("second");
  });

  test("keeps what it has over a restart", async () => {
    await standIn.restart();
    expect(await get(standIn.aws, ["plain"])).toMatchObject({ Parameters: [{ Value: "text" }] });
  });

  test.each([
    [[], /length less than or equal to 10/],
    [Array.from({ length: 11 }, (_, i) => `/p/${i}`), /length less than or equal to 10/],
    ["plain", /length less than or equal to 10/],
    [["plain", "plain"], /Duplicate/],
  ])("refuses the names %j", async (names, message) => {
    await expect(get(standIn.aws, names)).rejects.toThrow(message);
  });

  test.each([
    ["shop/key", {}, /fully qualified/],
    ["/shop//key", {}, /sub-path/],
    ["/shop/key/", {}, /sub-path/],
    ["/aws/key", {}, /No access to reserved parameter name/],
    ["ssm-key", {}, /No access to reserved parameter name/],
    [`/${Array.from({ length: 16 }, () => "a").join("/")}`, {}, /15 levels/],
    ["plain", {}, /already exists/],
    ["/new", { Type: undefined }, /type is required/],
    ["/new", { Value: "" }, /greater than or equal to 1/],
    ["/new", { Value: "x".repeat(4097) }, /4096 characters/],
    ["/new", { Type: "String", KeyId: KEY }, /SecureString/],
    ["/new", { Tier: "Advanced" }, /Unknown field/],
  ])("does not keep %s: case %#", async (name, more, message) => {
    await expect(putParameter(standIn.aws, name, "x", more)).rejects.toThrow(message);
  });

  test("gives a role exactly what its policies name, or nothing of the call", async () => {
    const role = await roleThatMay("one", {
      Action: "ssm:GetParameters",
      Resource: parameter("/shop/key"),
    });
    expect(await get(role, ["/shop/key", "/shop/key:1"])).toMatchObject({ InvalidParameters: [] });
    await expect(get(role, ["/shop/key", "plain"])).rejects.toMatchObject({
      code: "AccessDeniedException",
      message: expect.stringMatching(
        new RegExp(
          `^User: arn:aws:sts::123456789012:assumed-role/one/\\S+ is not authorized to perform: ssm:GetParameters on resource: ${parameter("/plain")} because no identity-based policy allows the ssm:GetParameters action$`,
        ),
      ),
    });
    // Whether it exists is nobody's business either.
    await expect(get(role, ["/none"])).rejects.toThrow(parameter("/none"));
    await expect(get(role, ["no/name"])).rejects.toThrow("arn:aws:ssm:eu-west-1:123456789012:* ");
  });

  test("needs kms:Decrypt for a key of the customer's own", async () => {
    const read = { Action: "ssm:GetParameters", Resource: "*" };
    const without = await roleThatMay("without-key", read);
    await expect(get(without, ["/shop/own-key"])).rejects.toMatchObject({
      code: "AccessDeniedException",
      message: expect.stringMatching(/^The ciphertext refers to a customer master key/),
    });
    const owner = await roleThatMay("with-key", read, { Action: "kms:Decrypt", Resource: KEY });
    expect(await get(owner, ["/shop/own-key"])).toMatchObject({ Parameters: [{ Value: "kept" }] });
  });
});

describe("Secrets Manager", () => {
  let arn = "";
  beforeAll(async () => {
    arn = String((await createSecret(standIn.aws, "shop/db", "kept")).ARN);
    await createSecret(standIn.aws, "shop/own-key", "kept", { KmsKeyId: KEY });
    await createSecret(standIn.aws, "shop/binary", "", {
      SecretString: undefined,
      SecretBinary: "AAEC",
    });
  });

  test("gives text and bytes by name and by ARN", async () => {
    expect(arn).toMatch(/^arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop\/db-\w{6}$/);
    const whole = {
      ARN: arn,
      Name: "shop/db",
      SecretString: "kept",
      VersionStages: ["AWSCURRENT"],
    };
    expect(await secret(standIn.aws, "shop/db")).toMatchObject(whole);
    expect(await secret(standIn.aws, arn)).toMatchObject(whole);
    expect(await secret(standIn.aws, "shop/binary")).toMatchObject({ SecretBinary: "AAEC" });
  });

  test.each([
    ["none", {}, /can't find the specified secret\.$/],
    ["shop/db", { VersionStage: "AWSPREVIOUS" }, /staging label: AWSPREVIOUS$/],
    ["shop db", {}, /Invalid name/],
  ])("does not give %s with %j", async (id, more, message) => {
    await expect(secret(standIn.aws, id, more)).rejects.toThrow(message);
  });

  test.each([
    ["shop/db", "x", {}, /already exists/],
    ["shop db", "x", {}, /Invalid name/],
    ["new", "", {}, /1 to 65536 bytes/],
    ["new", "x".repeat(65_537), {}, /1 to 65536 bytes/],
    ["new", "x", { SecretBinary: "AAEC" }, /either SecretString or SecretBinary/],
  ])("does not keep %s: case %#", async (name, value, more, message) => {
    await expect(createSecret(standIn.aws, name, value, more)).rejects.toThrow(message);
  });

  test("gives a role exactly what its policies name, and does not tell what exists", async () => {
    const Resource = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/db-??????";
    const role = await roleThatMay("reader", { Action: "secretsmanager:GetSecretValue", Resource });
    expect(await secret(role, "shop/db")).toMatchObject({ SecretString: "kept" });
    for (const id of ["shop/own-key", "shop/none"]) {
      await expect(secret(role, id)).rejects.toMatchObject({
        code: "AccessDeniedException",
        message: expect.stringMatching(
          new RegExp(
            `^User: arn:aws:sts::123456789012:assumed-role/reader/\\S+ is not authorized to perform: secretsmanager:GetSecretValue on resource: ${id} because no identity-based policy allows the secretsmanager:GetSecretValue action$`,
          ),
        ),
      });
    }
  });

  test("needs kms:Decrypt for a key of the customer's own", async () => {
    const read = { Action: "secretsmanager:GetSecretValue", Resource: "*" };
    const without = await roleThatMay("no-key", read);
    await expect(secret(without, "shop/own-key")).rejects.toThrow(/^Access to KMS is not allowed$/);
    const owner = await roleThatMay("has-key", read, { Action: "kms:Decrypt", Resource: KEY });
    expect(await secret(owner, "shop/own-key")).toMatchObject({ SecretString: "kept" });
  });
});

test.each([
  ["ssm", "AmazonSSM.DescribeParameters", "Systems Manager does not implement DescribeParameters"],
  [
    "secretsmanager",
    "secretsmanager.ListSecrets",
    "Secrets Manager does not implement ListSecrets",
  ],
  ["ssm", "secretsmanager.GetSecretValue", "Systems Manager does not implement "],
])("%s does not implement %s, and says so", async (service, target, message) => {
  const url = new URL("/", standIn.aws.endpoint);
  const signer = { region: standIn.aws.region, ...standIn.aws.credentials };
  const headers = signPost(url, service, "{}", signer, new Date(), { "x-amz-target": target });
  const response = await fetch(url, { method: "POST", headers, body: "{}" });
  expect(response.status).toBe(501);
  expect(await response.json()).toEqual({
    __type: "NotImplemented",
    message: `The embedded ${message}`,
  });
});
