import { describe, expect, test } from "@jest/globals";
import { authorize } from "../../../local/control/authorize.ts";

const principal = { arn: "arn:aws:iam::1:user/deployer", account: "1" };

/** What is asked about a request, as `<action> <resource> <context>`. */
function asked(
  service: string,
  name: string,
  params: Record<string, string> = {},
  more: { method?: string; rawPath?: string; query?: string; body?: unknown } = {},
): string[] {
  const needed: string[] = [];
  const { method = "GET", rawPath = "/", query = "", body } = more;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  authorize(
    service,
    { name, params },
    { method, rawPath, query: new URLSearchParams(query) },
    body === undefined ? undefined : Buffer.from(text),
    {
      principal,
      region: "r",
      apiTags: (id) => ({ id }),
      permits: (_, action, resource, context = {}) => {
        const known = Object.entries(context).map(([key, value]) => ` ${key}=${value}`);
        needed.push(`${action} ${resource}${known.join()}`);
        return true;
      },
    },
  );
  return needed;
}

const FUNCTION = "arn:aws:lambda:r:1:function:app";

describe("a request needs the permission for", () => {
  test.each<[string, string[], string[]]>([
    ["nothing in S3, which asks itself", asked("s3", "GetObject"), []],
    ["nothing in STS", asked("sts", "GetCallerIdentity"), []],
    [
      "its function",
      asked("lambda", "GetFunction", { FunctionName: "app" }),
      [`lambda:GetFunction ${FUNCTION}`],
    ],
    [
      "its function by ARN",
      asked("lambda", "GetFunction", { FunctionName: `${FUNCTION}:2` }),
      [`lambda:GetFunction ${FUNCTION}:2`],
    ],
    [
      "invoking a qualifier",
      asked("lambda", "Invoke", { FunctionName: "app" }, { query: "Qualifier=live" }),
      [`lambda:InvokeFunction ${FUNCTION}:live`],
    ],
    ["all functions", asked("lambda", "CreateFunction"), ["lambda:CreateFunction *"]],
    [
      "its log group",
      asked("logs", "DeleteLogGroup", {}, { body: { logGroupName: "/aws/lambda/app" } }),
      ["logs:DeleteLogGroup arn:aws:logs:r:1:log-group:/aws/lambda/app:log-stream:"],
    ],
    [
      "its path in API Gateway",
      asked("apigateway", "GetStage", {}, { method: "GET", rawPath: "/restapis/a/stages/s" }),
      ["apigateway:GET arn:aws:apigateway:r::/restapis/a/stages/s"],
    ],
    [
      "its API by that API's tags",
      asked("apigateway", "PutRestApi", { restApiId: "a" }, { rawPath: "/restapis/a" }),
      ["apigateway:GET arn:aws:apigateway:r::/restapis/a aws:ResourceTag/id=a"],
    ],
    [
      "an API's tags by those tags",
      asked(
        "apigateway",
        "TagResource",
        { resourceArn: "arn:aws:apigateway:r::/restapis/a" },
        { method: "PUT", rawPath: "/tags/any" },
      ),
      [
        "apigateway:PUT arn:aws:apigateway:r::/tags/any aws:ResourceTag/id=a",
        "apigateway:PATCH arn:aws:apigateway:r::/restapis/a aws:ResourceTag/id=a",
      ],
    ],
    [
      "the tags of an API that it creates",
      asked(
        "apigateway",
        "CreateRestApi",
        {},
        { method: "POST", rawPath: "/restapis", body: { name: "api", tags: { a: "b" } } },
      ),
      [
        "apigateway:POST arn:aws:apigateway:r::/restapis",
        "apigateway:PUT arn:aws:apigateway:r::/tags/arn%3Aaws%3Aapigateway%3Ar%3A%3A%2Frestapis%2F*",
      ],
    ],
    [
      "no tags of an API that it creates without",
      asked(
        "apigateway",
        "CreateRestApi",
        {},
        { method: "POST", rawPath: "/restapis", body: { name: "api" } },
      ),
      ["apigateway:POST arn:aws:apigateway:r::/restapis"],
    ],
    [
      "looking at a function's network and file system",
      asked(
        "lambda",
        "UpdateFunctionConfiguration",
        { FunctionName: "app" },
        {
          body: {
            VpcConfig: { SubnetIds: ["subnet-1"], SecurityGroupIds: ["sg-1"] },
            FileSystemConfigs: [{ Arn: "arn:access-point" }],
          },
        },
      ),
      [
        `lambda:UpdateFunctionConfiguration ${FUNCTION}`,
        "ec2:DescribeSecurityGroups *",
        "ec2:DescribeSubnets *",
        "ec2:DescribeVpcs *",
        "elasticfilesystem:DescribeMountTargets *",
      ],
    ],
    [
      "nothing of a network that it leaves",
      asked(
        "lambda",
        "UpdateFunctionConfiguration",
        { FunctionName: "app" },
        { body: { VpcConfig: { SubnetIds: [], SecurityGroupIds: [] }, FileSystemConfigs: [] } },
      ),
      [`lambda:UpdateFunctionConfiguration ${FUNCTION}`],
    ],
    [
      "a function's layers and its key",
      asked(
        "lambda",
        "CreateFunction",
        {},
        { body: { FunctionName: "app", Layers: ["arn:layer:1"], KMSKeyArn: "arn:key" } },
      ),
      [
        `lambda:CreateFunction ${FUNCTION}`,
        "lambda:GetLayerVersion arn:layer:1",
        "kms:CreateGrant arn:key",
        "kms:Encrypt arn:key",
      ],
    ],
    [
      "the function that it creates, and its tags",
      asked("lambda", "CreateFunction", {}, { body: { FunctionName: "app", Tags: {} } }),
      [`lambda:CreateFunction ${FUNCTION}`, `lambda:TagResource ${FUNCTION}`],
    ],
    [
      "the role that it creates, and its tags",
      asked("iam", "CreateRole", { RoleName: "role", "Tags.member.1.Key": "a" }),
      ["iam:CreateRole arn:aws:iam::1:role/role", "iam:TagRole arn:aws:iam::1:role/role"],
    ],
    [
      "its schedule",
      asked("scheduler", "GetSchedule", { Name: "s" }),
      ["scheduler:GetSchedule arn:aws:scheduler:r:1:schedule/default/s"],
    ],
    ["all schedules", asked("scheduler", "ListSchedules"), ["scheduler:ListSchedules *"]],
    [
      "its role",
      asked("iam", "GetRole", { RoleName: "role" }),
      ["iam:GetRole arn:aws:iam::1:role/role"],
    ],
    ["all of IAM", asked("iam", "ListUsers"), ["iam:ListUsers *"]],
    [
      "passing a function's role",
      asked("lambda", "CreateFunction", {}, { body: { Role: "arn:role" } }),
      ["lambda:CreateFunction *", "iam:PassRole arn:role iam:PassedToService=lambda.amazonaws.com"],
    ],
    [
      "passing a schedule's role",
      asked("scheduler", "UpdateSchedule", {}, { body: { Target: { RoleArn: "arn:role" } } }),
      [
        "scheduler:UpdateSchedule *",
        "iam:PassRole arn:role iam:PassedToService=scheduler.amazonaws.com",
      ],
    ],
    [
      "passing no role if the body is not JSON",
      asked("lambda", "CreateFunction", {}, { body: "{" }),
      ["lambda:CreateFunction *"],
    ],
    [
      "passing no role where a body's role is none of the operation's",
      asked("lambda", "UpdateFunctionCode", {}, { body: { Role: "arn:role" } }),
      ["lambda:UpdateFunctionCode *"],
    ],
  ])("%s", (_, needed, expected) => {
    expect(needed).toEqual(expected);
  });
});

test.each([
  ["iam", "AccessDenied"],
  ["lambda", "AccessDeniedException"],
])("what no policy allows is refused in the words of %s", (service, code) => {
  expect(() =>
    authorize(
      service,
      { name: "Get", params: {} },
      { method: "GET", rawPath: "/", query: new URLSearchParams() },
      undefined,
      { principal, region: "r", apiTags: () => ({}), permits: () => false },
    ),
  ).toThrow(
    expect.objectContaining({
      status: 403,
      code,
      message: expect.stringContaining(
        `${principal.arn} is not authorized to perform: ${service}:Get`,
      ),
    }),
  );
});

test("what the network does not allow is refused in the words of EC2", () => {
  const VpcConfig = { SubnetIds: ["subnet-1"], SecurityGroupIds: ["sg-1"] };
  const body = Buffer.from(JSON.stringify({ FunctionName: "app", VpcConfig }));
  const permits = (_: unknown, action: string) => !action.startsWith("ec2:");
  expect(() =>
    authorize(
      "lambda",
      { name: "CreateFunction", params: {} },
      { method: "POST", rawPath: "/", query: new URLSearchParams() },
      body,
      { principal, region: "r", apiTags: () => ({}), permits },
    ),
  ).toThrow(
    expect.objectContaining({
      status: 403,
      code: "AccessDeniedException",
      message: expect.stringMatching(
        /^Your access has been denied by EC2, .* permission to DescribeSecurityGroups for sg-1\./,
      ),
    }),
  );
});
