import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { API_GATEWAY_ROUTES } from "../../local/services/apigateway/routes.ts";
import { IAM_ACTIONS } from "../../local/services/iam/iam.ts";
import { STS_ACTION } from "../../local/services/iam/sts.ts";
import { LAMBDA_ROUTES } from "../../local/services/lambda/routes.ts";
import { LOGS_OPERATION } from "../../local/services/logs/logs.ts";
import { S3_OPERATIONS } from "../../local/services/s3/s3.ts";
import { SCHEDULER_ROUTES } from "../../local/services/scheduler/routes.ts";
import { SECRETS_OPERATIONS } from "../../local/services/secretsmanager/operations.ts";
import { SSM_OPERATIONS } from "../../local/services/ssm/operations.ts";

/**
 * Who calls an operation. `awscli`: a person or a check that looks at what was deployed. `release`: releasing by
 * the embedded AWS's stages, aliases and tags, which `src/aws` does not do yet.
 */
type Caller = "src/aws" | "runtime" | "awscli" | "release";

const CALLERS: Readonly<Record<string, Readonly<Record<string, readonly Caller[]>>>> = {
  s3: {
    CreateBucket: ["src/aws"],
    HeadBucket: ["awscli"],
    ListObjectsV2: ["src/aws", "awscli"],
    PutObject: ["src/aws", "awscli"],
    GetObject: ["src/aws", "runtime", "awscli"],
    HeadObject: ["src/aws", "awscli"],
    DeleteObject: ["src/aws"],
    PutBucketTagging: ["release"],
    GetBucketTagging: ["awscli", "release"],
    PutBucketEncryption: ["awscli"],
  },
  lambda: {
    CreateFunction: ["src/aws"],
    GetFunction: ["src/aws", "awscli"],
    GetFunctionConfiguration: ["src/aws"],
    UpdateFunctionConfiguration: ["src/aws"],
    UpdateFunctionCode: ["src/aws"],
    DeleteFunction: ["src/aws"],
    Invoke: ["src/aws", "runtime"],
    PublishVersion: ["src/aws"],
    ListVersionsByFunction: ["awscli"],
    CreateAlias: ["src/aws"],
    GetAlias: ["src/aws"],
    ListAliases: ["awscli", "release"],
    UpdateAlias: ["src/aws"],
    AddPermission: ["src/aws"],
    GetPolicy: ["src/aws"],
    TagResource: ["release"],
    UntagResource: ["release"],
    ListTags: ["awscli", "release"],
  },
  apigateway: {
    CreateRestApi: ["src/aws"],
    PutRestApi: ["src/aws"],
    GetRestApis: ["src/aws", "awscli"],
    GetResources: ["src/aws"],
    DeleteRestApi: ["src/aws"],
    CreateDeployment: ["src/aws"],
    GetDeployment: ["src/aws"],
    GetStage: ["src/aws"],
    GetStages: ["src/aws", "awscli"],
    UpdateStage: ["release"],
    TagResource: ["release"],
    GetTags: ["awscli"],
  },
  scheduler: {
    CreateSchedule: ["src/aws"],
    GetSchedule: ["src/aws"],
    UpdateSchedule: ["src/aws"],
    DeleteSchedule: ["src/aws"],
    ListSchedules: ["awscli"],
  },
  iam: {
    CreateRole: ["src/aws"],
    GetRole: ["src/aws"],
    TagRole: ["src/aws"],
    ListRoleTags: ["awscli"],
    PutRolePolicy: ["src/aws"],
    GetRolePolicy: ["src/aws"],
    DeleteRolePolicy: ["src/aws"],
    ListRolePolicies: ["awscli"],
    AttachRolePolicy: ["awscli"],
    DetachRolePolicy: ["src/aws"],
    UpdateAssumeRolePolicy: ["src/aws"],
    ListAttachedRolePolicies: ["src/aws"],
  },
  sts: {
    GetCallerIdentity: ["src/aws"],
  },
  logs: {
    DeleteLogGroup: ["src/aws"],
  },
  ssm: {
    PutParameter: ["awscli"],
    GetParameters: ["runtime"],
  },
  secretsmanager: {
    CreateSecret: ["awscli"],
    GetSecretValue: ["runtime"],
  },
};

const IMPLEMENTED: Readonly<Record<string, readonly string[]>> = {
  s3: Object.keys(S3_OPERATIONS),
  lambda: LAMBDA_ROUTES.map(({ operation }) => operation),
  apigateway: API_GATEWAY_ROUTES.map(({ operation }) => operation),
  scheduler: SCHEDULER_ROUTES.map(({ operation }) => operation),
  iam: Object.keys(IAM_ACTIONS),
  sts: [STS_ACTION],
  logs: [LOGS_OPERATION],
  ssm: Object.keys(SSM_OPERATIONS),
  secretsmanager: Object.keys(SECRETS_OPERATIONS),
};

/** What a waiter of the SDK asks again and again. */
const WAITERS: Readonly<Record<string, string>> = {
  waitUntilFunctionActiveV2: "GetFunction",
  waitUntilFunctionUpdatedV2: "GetFunction",
  waitUntilPublishedVersionActive: "GetFunctionConfiguration",
};

/** The calls that the runtime signs itself: it has no SDK. */
const SIGNED_CALLS: Readonly<Record<string, string>> = {
  "signGet(url": "s3 GetObject",
  'signPost(url, "lambda"': "lambda Invoke",
  'call("AmazonSSM.GetParameters"': "ssm GetParameters",
  'call("secretsmanager.GetSecretValue"': "secretsmanager GetSecretValue",
};

const project = resolve(import.meta.dirname, "../..");

function textsIn(folder: string): string[] {
  return readdirSync(join(project, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(join(project, folder, name), "utf8"));
}

/** `import { XyzCommand } from "@aws-sdk/client-lambda"` and `new XyzCommand(`, as `lambda Xyz`. */
function callsBySdk(text: string): string[] {
  const imports = text.matchAll(/import \{([^}]*)\} from "@aws-sdk\/client-([a-z0-9-]+)"/g);
  return [...imports].flatMap(([, names = "", client = ""]) => {
    const service = client.replace("cloudwatch-", "").replaceAll("-", "");
    const used = names
      .split(",")
      .map((name) => name.trim())
      .filter((name) => text.split(`${name}(`).length > 1);
    return used.flatMap((name) => {
      if (name.startsWith("waitUntil")) return `${service} ${WAITERS[name] ?? name}`;
      if (/^paginate[A-Z]/.test(name)) return `${service} ${name.slice("paginate".length)}`;
      return name.endsWith("Command") ? `${service} ${name.slice(0, -"Command".length)}` : [];
    });
  });
}

/** `signGet(url, ...)` as `s3 GetObject`; a call that is not in the table stands for itself. */
function callsBySignature(text: string): string[] {
  // The one that signs for every service of the protocol JSON 1.1 is told the call by others.
  const calls = text.matchAll(
    /(?<!function )\b(?:signGet|signPost|call)\((?!url, service)["u][^)]*/g,
  );
  return [...calls].map(
    ([call]) => Object.entries(SIGNED_CALLS).find(([start]) => call.startsWith(start))?.[1] ?? call,
  );
}

const unique = (calls: readonly string[]) => [...new Set(calls)].sort();

function listed(caller: Caller): string[] {
  return Object.entries(CALLERS)
    .flatMap(([service, operations]) =>
      Object.entries(operations)
        .filter(([, callers]) => callers.includes(caller))
        .map(([operation]) => `${service} ${operation}`),
    )
    .sort();
}

describe("the operations of the embedded AWS", () => {
  test.each(Object.keys(CALLERS))("of %s are those that have a caller", (service) => {
    const operations = Object.entries(CALLERS[service]!);
    expect(operations.map(([name]) => name).sort()).toEqual([...IMPLEMENTED[service]!].sort());
    expect(operations.filter(([, callers]) => callers.length === 0)).toEqual([]);
  });

  test("that src/aws calls are all there, and no other is said to be called by it", () => {
    expect(unique(textsIn("src/aws").flatMap(callsBySdk))).toEqual(listed("src/aws"));
  });

  test("that the runtime calls are all there, and no other is said to be called by it", () => {
    expect(unique(textsIn("runtime/src").flatMap(callsBySignature))).toEqual(listed("runtime"));
  });
});
