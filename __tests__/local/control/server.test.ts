import { request } from "node:http";
import { GetRestApisCommand } from "@aws-sdk/client-api-gateway";
import { GetRoleCommand } from "@aws-sdk/client-iam";
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { readRequests } from "../../../local/control/request-log.ts";
import { clientsOf, openStandIn, type StandIn } from "../stand-in.ts";

let standIn: StandIn;
beforeAll(async () => {
  standIn = await openStandIn();
});
afterAll(() => standIn.close());

describe("a signed request", () => {
  test("is answered, and says who signed it", async () => {
    const identity = await clientsOf(standIn.aws).sts.send(new GetCallerIdentityCommand());
    expect(identity).toMatchObject({
      Account: "123456789012",
      Arn: "arn:aws:iam::123456789012:user/deployer",
    });
    expect(readRequests(standIn.stateDir).at(-1)).toMatchObject({
      service: "sts",
      operation: "GetCallerIdentity",
      status: 200,
      principal: "arn:aws:iam::123456789012:user/deployer",
    });
  });

  test("is logged with the permissions that it asked for, whichever service asks", async () => {
    const { iam, s3, gateway } = clientsOf(standIn.aws);
    await iam.send(new GetRoleCommand({ RoleName: "none" })).catch(() => {});
    await s3.send(new CreateBucketCommand({ Bucket: "asked" }));
    await Promise.all([
      s3.send(new HeadBucketCommand({ Bucket: "asked" })),
      gateway.send(new GetRestApisCommand()),
    ]);
    const asked = readRequests(standIn.stateDir).map(({ operation, permissions }) => [
      operation,
      ...permissions.map(({ action, resource, allowed }) => `${action} ${resource} ${allowed}`),
    ]);
    expect(asked).toEqual(
      expect.arrayContaining([
        ["GetRole", "iam:GetRole arn:aws:iam::123456789012:role/none true"],
        ["CreateBucket", "s3:CreateBucket arn:aws:s3:::asked true"],
        ["HeadBucket", "s3:ListBucket arn:aws:s3:::asked true"],
        ["GetRestApis", "apigateway:GET arn:aws:apigateway:eu-west-1::/restapis true"],
      ]),
    );
  });

  const impostors = {
    "a wrong secret": [
      { secretAccessKey: "wrong" },
      ["SignatureDoesNotMatch", "SignatureDoesNotMatch", "InvalidSignatureException"],
    ],
    "an unknown key": [
      { accessKeyId: "AKIAUNKNOWN" },
      ["InvalidAccessKeyId", "InvalidClientTokenId", "UnrecognizedClientException"],
    ],
    "a token that is not the key's": [
      { sessionToken: "made-up" },
      ["InvalidToken", "InvalidClientTokenId", "UnrecognizedClientException"],
    ],
  } as const;

  test.each(Object.entries(impostors))(
    "is refused with %s, in the words of each service",
    async (_, [change, [s3, query, json]]) => {
      const clients = clientsOf(standIn.aws, { ...standIn.aws.credentials, ...change });
      await expect(clients.s3.send(new ListObjectsV2Command({ Bucket: "some" }))).rejects.toThrow(
        expect.objectContaining({ name: s3 }),
      );
      await expect(clients.iam.send(new GetRoleCommand({ RoleName: "x" }))).rejects.toThrow(
        expect.objectContaining({ name: query }),
      );
      await expect(clients.gateway.send(new GetRestApisCommand())).rejects.toThrow(
        expect.objectContaining({ name: json }),
      );
    },
  );

  test("is refused where its clock is wrong", async () => {
    const { s3 } = clientsOf(standIn.aws);
    s3.config.systemClockOffset = 20 * 60 * 1000;
    await expect(s3.send(new ListObjectsV2Command({ Bucket: "some" }))).rejects.toThrow(
      expect.objectContaining({ name: "RequestTimeTooSkewed" }),
    );
  });

  test("is refused where something was changed on the way", async () => {
    const { s3 } = clientsOf(standIn.aws);
    s3.middlewareStack.add(
      (next) => (args) => {
        const { request: signed } = args as unknown as {
          request: { query: Record<string, string> };
        };
        signed.query.prefix = "other";
        return next(args);
      },
      { step: "finalizeRequest", priority: "low" },
    );
    await expect(s3.send(new ListObjectsV2Command({ Bucket: "some" }))).rejects.toThrow(
      expect.objectContaining({ name: "SignatureDoesNotMatch" }),
    );
  });

  test("of another region is refused", async () => {
    const { gateway } = clientsOf({ ...standIn.aws, region: "us-west-2" });
    await expect(gateway.send(new GetRestApisCommand())).rejects.toThrow(/valid region/);
  });
});

test("a request that nobody signed is refused", async () => {
  const status = await new Promise((resolve) => {
    request(`${standIn.aws.endpoint}/bucket/key`, (response) => resolve(response.statusCode)).end();
  });
  expect(status).toBe(403);
});

describe("the session of a role", () => {
  const session = async () => {
    const credentials = await standIn.lambda.roles?.sessionFor(
      "arn:aws:iam::123456789012:role/signer",
    );
    if (!credentials) throw new Error("no roles");
    return credentials;
  };

  beforeAll(async () => {
    const { iam, s3 } = clientsOf(standIn.aws);
    const { CreateRoleCommand } = await import("@aws-sdk/client-iam");
    await iam.send(
      new CreateRoleCommand({
        RoleName: "signer",
        AssumeRolePolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { Service: "lambda.amazonaws.com" },
              Action: "sts:AssumeRole",
            },
          ],
        }),
      }),
    );
    await s3.send(
      new CreateBucketCommand({
        Bucket: "signer-bucket",
        CreateBucketConfiguration: { LocationConstraint: "eu-west-1" },
      }),
    );
    standIn.settle();
  });

  test("signs with its token", async () => {
    const { sts } = clientsOf(standIn.aws, await session());
    const { Arn } = await sts.send(new GetCallerIdentityCommand());
    expect(Arn).toMatch(/^arn:aws:sts::123456789012:assumed-role\/signer\//);
  });

  test("is refused without its token, or with another one", async () => {
    const { accessKeyId, secretAccessKey } = await session();
    const without = clientsOf(standIn.aws, { accessKeyId, secretAccessKey });
    await expect(without.sts.send(new GetCallerIdentityCommand())).rejects.toThrow(
      expect.objectContaining({ name: "InvalidClientTokenId" }),
    );
    const { sessionToken } = await session();
    const other = clientsOf(standIn.aws, { accessKeyId, secretAccessKey, sessionToken });
    await expect(other.s3.send(new ListObjectsV2Command({ Bucket: "b-b" }))).rejects.toThrow(
      expect.objectContaining({ name: "InvalidToken" }),
    );
  });

  test("may do nothing that no policy allows", async () => {
    const clients = clientsOf(standIn.aws, await session());
    await expect(clients.gateway.send(new GetRestApisCommand())).rejects.toThrow(
      expect.objectContaining({ name: "AccessDeniedException" }),
    );
    await expect(
      clients.s3.send(new HeadBucketCommand({ Bucket: "signer-bucket" })),
    ).rejects.toThrow(
      expect.objectContaining({ $metadata: expect.objectContaining({ httpStatusCode: 403 }) }),
    );
  });
});

describe("a presigned URL", () => {
  const put = async (
    change: (url: URL) => void,
    options: { body?: string; once?: boolean } = {},
  ) => {
    const { s3 } = clientsOf(standIn.aws);
    s3.config.requestChecksumCalculation = async () => "WHEN_REQUIRED";
    const { once, body = "text" } = options;
    const command = new PutObjectCommand({
      Bucket: "presigned",
      Key: "a b/c",
      ...(once ? { IfNoneMatch: "*" } : {}),
    });
    const url = new URL(await getSignedUrl(s3, command, { expiresIn: 60 }));
    change(url);
    const headers: Record<string, string> = once ? { "if-none-match": "*" } : {};
    const response = await fetch(url, { method: "PUT", body, headers });
    return [response.status, /<Code>([^<]*)/.exec(await response.text())?.[1]];
  };
  const unchanged = () => {};
  beforeAll(async () => {
    await clientsOf(standIn.aws).s3.send(new CreateBucketCommand({ Bucket: "presigned" }));
  });

  test("stands for who signed it", async () => {
    expect(await put(unchanged)).toEqual([200, undefined]);
    const got = await clientsOf(standIn.aws).s3.send(
      new GetObjectCommand({ Bucket: "presigned", Key: "a b/c" }),
    );
    expect(await got.Body?.transformToString()).toBe("text");
  });

  test("may be for an object that is not there yet", async () => {
    expect(await put(unchanged, { once: true })).toEqual([412, "PreconditionFailed"]);
  });

  test.each([
    ["another object", (url: URL) => (url.pathname = "/presigned/other")],
    ["a longer time", (url: URL) => url.searchParams.set("X-Amz-Expires", "61")],
    ["another key", (url: URL) => url.searchParams.set("X-Amz-SignedHeaders", "host;x-id")],
  ])("is not for %s", async (_, change) => {
    expect(await put(change)).toEqual([403, "SignatureDoesNotMatch"]);
  });

  test("is over when its time is", async () => {
    const { s3 } = clientsOf(standIn.aws);
    s3.config.requestChecksumCalculation = async () => "WHEN_REQUIRED";
    const command = new PutObjectCommand({ Bucket: "presigned", Key: "late" });
    const signingDate = new Date(Date.now() - 120_000);
    const url = await getSignedUrl(s3, command, { expiresIn: 60, signingDate });
    const response = await fetch(url, { method: "PUT", body: "" });
    expect([response.status, await response.text()]).toEqual([
      403,
      expect.stringContaining("Request has expired"),
    ]);
  });
});
