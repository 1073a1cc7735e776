import { describe, expect, test } from "@jest/globals";
import { explain } from "../../../../src/aws/errors/explain.ts";
import { UserError } from "../../../../src/errors.ts";

function failed(name: string, message: string, httpStatusCode?: number): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
}

describe("an error of AWS", () => {
  test.each(["CredentialsProviderError", "ExpiredTokenException", "InvalidClientTokenId"])(
    "%s says how to sign in",
    (name) => {
      expect(explain(failed(name, "said", 403), "sts:GetCallerIdentity")).toMatchObject({
        message: `AWS does not accept the credentials (${name}, at \`sts:GetCallerIdentity\`).`,
        fix: expect.stringContaining("configure-aws-credentials"),
      });
    },
  );

  test.each([
    ["AccessDenied", undefined],
    ["Unknown", 403],
  ])("%s with status %s names the permission that the call needs", (name, status) => {
    expect(explain(failed(name, "said", status), "s3:GetObject")).toMatchObject({
      message: "AWS denies `s3:GetObject`: said",
      fix: "Allow `s3:GetObject` in the policy of the role that deploys.",
    });
  });

  test("that names another permission is believed", () => {
    const message =
      "User: arn:aws:sts::123456789012:assumed-role/deploy/x is not authorized to perform: iam:PassRole on resource: arn:aws:iam::123456789012:role/megamode-shop because no identity-based policy allows the iam:PassRole action";
    const error = explain(failed("AccessDeniedException", message), "lambda:CreateFunction");
    expect(error).toMatchObject({
      fix: "Allow `iam:PassRole` in the policy of the role that deploys.",
    });
  });

  test("that passes on EC2's words names EC2's permission", () => {
    const message =
      "Your access has been denied by EC2, please make sure your request credentials have permission to DescribeSecurityGroups for sg-1111111. EC2 Error Code: UnauthorizedOperation. EC2 Error Message: You are not authorized to perform this operation.";
    const error = explain(failed("AccessDeniedException", message), "lambda:CreateFunction");
    expect(error).toMatchObject({
      fix: "Allow `ec2:DescribeSecurityGroups` in the policy of the role that deploys.",
    });
  });

  test("that the user cannot fix stays as it is", () => {
    const error = failed("InternalError", "said", 500);
    expect(explain(error, "s3:GetObject")).toBe(error);
    expect(explain("thrown", "s3:GetObject")).toBe("thrown");
    expect(error).not.toBeInstanceOf(UserError);
  });
});
