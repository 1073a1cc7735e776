import { describe, expect, test } from "@jest/globals";
import {
  permits,
  planStatement,
  renderPolicy,
} from "../../../../../local/services/lambda/permissions/statement.ts";

const service = "apigateway.amazonaws.com";
const permission = {
  StatementId: "a",
  Action: "lambda:InvokeFunction",
  Principal: service,
};

describe("a permission", () => {
  const statement = planStatement(
    { ...permission, SourceArn: "arn:aws:execute-api:r:1:api/*/GET/?", SourceAccount: "1" },
    "arn",
  );
  const ask = (arn: string, account = "1", from = service) =>
    permits([statement], { service: from, arn, account });

  test.each([
    ["its pattern", "arn:aws:execute-api:r:1:api/dev/GET/a", "1", service, true],
    ["a longer path", "arn:aws:execute-api:r:1:api/dev/GET/ab", "1", service, false],
    ["another account", "arn:aws:execute-api:r:1:api/dev/GET/a", "2", service, false],
    ["another service", "arn:aws:execute-api:r:1:api/dev/GET/a", "1", "s3.amazonaws.com", false],
    ["another API", "arn:aws:execute-api:r:1:apix/dev/GET/a", "1", service, false],
  ])("holds for %s: %s", (_, arn, account, from, holds) => {
    expect(ask(arn, account, from)).toBe(holds);
  });

  test("without a source holds for all of its service", () => {
    const all = planStatement(permission, "arn");
    expect(all.Condition).toBeUndefined();
    expect(permits([all], { service, arn: "any", account: "any" })).toBe(true);
  });

  test("for another action does not let anybody invoke", () => {
    const other = planStatement({ ...permission, Action: "lambda:GetFunction" }, "arn");
    expect(permits([other], { service, arn: "any", account: "1" })).toBe(false);
  });

  test.each([
    ["*", "*"],
    [service, { Service: service }],
    ["123456789012", { AWS: "arn:aws:iam::123456789012:root" }],
    ["arn:aws:iam::1:role/a", { AWS: "arn:aws:iam::1:role/a" }],
  ])("for %s names the principal as AWS does", (Principal, expected) => {
    const planned = planStatement({ ...permission, Principal }, "arn:aws:lambda:r:1:function:f");
    expect(planned.Principal).toEqual(expected);
    expect(permits([planned], { service, arn: "any", account: "1" })).toBe(Principal === service);
  });
});

test("for an account is of the function's partition", () => {
  const gov = "arn:aws-us-gov:lambda:us-gov-west-1:1:function:f";
  expect(planStatement({ ...permission, Principal: "123456789012" }, gov).Principal).toEqual({
    AWS: "arn:aws-us-gov:iam::123456789012:root",
  });
});

test("a policy has a limit of 20,480 characters", () => {
  const one = planStatement({ ...permission, SourceArn: "" }, "arn");
  const room = 20_480 - renderPolicy([one]).length;
  const fill = (length: number) =>
    renderPolicy([planStatement({ ...permission, SourceArn: "x".repeat(length) }, "arn")]);
  expect(fill(room)).toHaveLength(20_480);
  expect(() => fill(room + 1)).toThrow(
    expect.objectContaining({ code: "PolicyLengthExceededException" }),
  );
});
