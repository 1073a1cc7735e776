import { describe, expect, test } from "@jest/globals";
import type { Statement } from "../../../../local/services/iam/policy.ts";
import { createSessions } from "../../../../local/services/iam/sessions.ts";
import type { Role } from "../../../../local/services/iam/store.ts";
import type { Records } from "../../../../local/state/records.ts";

const CREATED = Date.UTC(2026, 10, 23);
const ARN = "arn:aws:iam::1:role/app";
const SELF = "arn:aws:lambda:r:1:function:app";
const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const trust = (more: object = {}) =>
  policy({
    Effect: "Allow",
    Principal: { Service: "lambda.amazonaws.com" },
    Action: "sts:AssumeRole",
    ...more,
  });

function open(
  changes: Partial<Role> = {},
  more: { after?: number; deployer?: readonly Statement[] } = {},
) {
  const role: Role = {
    name: "app",
    id: "AROA",
    arn: ARN,
    path: "/",
    created: new Date(CREATED).toISOString(),
    maxSessionDuration: 3600,
    trustPolicy: trust(),
    policies: {},
    attached: [],
    tags: {},
    ...changes,
  };
  const roles = new Map([["app", role]]);
  const records = {
    get: (key: string) => roles.get(key),
    keys: () => [...roles.keys()],
  } as Records<Role>;
  const now = () => CREATED + (more.after ?? 1000);
  return { roles, role, sessions: createSessions(records, "1", () => more.deployer, now) };
}

const assume = (changes?: Partial<Role>, after?: number) =>
  open(changes, after === undefined ? {} : { after }).sessions.principalFor(
    ARN,
    "lambda.amazonaws.com",
    "name",
  );

describe("a role can be assumed", () => {
  test("by a service that it trusts, half a second after it was created", () => {
    expect(assume()).toEqual({
      arn: "arn:aws:sts::1:assumed-role/app/name",
      account: "1",
      roleArn: ARN,
    });
    const two = [
      { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
      { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
    ];
    expect(assume({ trustPolicy: policy(...two) })).toBeDefined();
    expect(assume({}, 500)).toBeDefined();
    expect(assume({}, 499)).toBeUndefined();
  });

  test.each<[string, Partial<Role>]>([
    [
      "it trusts another service",
      { trustPolicy: trust({ Principal: { Service: "ec2.amazonaws.com" } }) },
    ],
    ["it allows another action", { trustPolicy: trust({ Action: "sts:TagSession" }) }],
    ["it denies", { trustPolicy: trust({ Effect: "Deny" }) }],
    [
      "it has a condition",
      { trustPolicy: trust({ Condition: { ArnEquals: { "lambda:SourceFunctionArn": SELF } } }) },
    ],
    ["it has another ARN", { arn: `${ARN}2` }],
  ])("not if %s", (_, changes) => {
    expect(assume(changes)).toBeUndefined();
  });
});

test.each([
  ["this account", "1", true],
  ["another account", "2", false],
])("the scheduler assumes a role that trusts it for %s: %s", (_, account, may) => {
  const trustPolicy = trust({
    Principal: { Service: "scheduler.amazonaws.com" },
    Condition: { StringEquals: { "aws:SourceAccount": account } },
  });
  const { sessions } = open({ trustPolicy });
  const assumed = sessions.principalFor(ARN, "scheduler.amazonaws.com", "name");
  expect(assumed !== undefined).toBe(may);
});

test("KMS learns of a new role later than STS", () => {
  const knows = (after: number) => open({}, { after }).sessions.isPrincipal(ARN);
  expect([500, 999, 1000].map(knows)).toEqual([false, false, true]);
  expect(open().sessions.isPrincipal(`${ARN}2`)).toBe(false);
});

test("until a role's changes have reached the services, the former policies count", async () => {
  const former = { trustPolicy: trust(), policies: {}, attached: [] };
  const changes = {
    trustPolicy: trust({ Principal: { Service: "ec2.amazonaws.com" } }),
    policies: { p: policy({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }) },
  };
  const at = (until: number) => {
    const { sessions } = open({ ...changes, former: { ...former, until: CREATED + until } });
    const principal = { arn: "a", account: "1", roleArn: ARN };
    return {
      assumable: sessions.principalFor(ARN, "lambda.amazonaws.com", "name") !== undefined,
      reads: sessions.permits(principal, "s3:GetObject", "r"),
    };
  };
  expect(at(1001)).toEqual({ assumable: true, reads: false });
  expect(at(1000)).toEqual({ assumable: false, reads: true });
});

describe("a session", () => {
  test("is found by its key, and knows its function", async () => {
    const { sessions } = open();
    const credentials = await sessions.sessionFor(ARN, SELF);
    expect(sessions.find(credentials.accessKeyId)).toMatchObject({
      secretAccessKey: credentials.secretAccessKey,
      sessionToken: credentials.sessionToken,
      principal: { roleArn: ARN, sourceFunctionArn: SELF },
    });
    expect(sessions.find("other")).toBeUndefined();
  });

  test("of a role that cannot be assumed is refused", async () => {
    const { sessions } = open({}, { after: 0 });
    await expect(sessions.sessionFor(ARN)).rejects.toMatchObject({
      code: "InvalidParameterValueException",
    });
  });

  test("may do what its role's policies allow at that moment", () => {
    const { sessions, roles, role } = open({
      policies: { p: policy({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }) },
      attached: ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"],
    });
    const principal = { arn: "a", account: "1", roleArn: ARN };
    const may = (action: string) => sessions.permits(principal, action, "r");
    expect(["s3:GetObject", "logs:PutLogEvents", "s3:PutObject"].map(may)).toEqual([
      true,
      true,
      false,
    ]);
    roles.set("app", { ...role, policies: {}, attached: [] });
    expect(may("s3:GetObject")).toBe(false);
    roles.clear();
    expect(may("s3:GetObject")).toBe(false);
  });
});

test("the deployer may do everything unless it has a policy", () => {
  const deployer = { arn: "d", account: "1" };
  expect(open().sessions.permits(deployer, "s3:GetObject", "r")).toBe(true);
  expect(open({}, { deployer: [] }).sessions.permits(deployer, "s3:GetObject", "r")).toBe(false);
});
