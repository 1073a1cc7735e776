import { inspect } from "node:util";
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

  // Whoever deploys previews could otherwise be led to allow them to write roles.
  test.each(["s3:CreateBucket", "iam:CreateRole", "iam:PutRolePolicy"])(
    "that denies %s sends a preview to a push first",
    (action) => {
      expect(explain(failed("AccessDenied", "said"), action)).toMatchObject({
        fix: `For a preview, let a push deploy a stage first: that makes what previews need. Otherwise allow \`${action}\` in the policy of the role that deploys.`,
      });
    },
  );

  test("that names another permission is believed", () => {
    const message =
      "User: arn:aws:sts::123456789012:assumed-role/deploy/x is not authorized to perform: iam:PassRole on resource: arn:aws:iam::123456789012:role/megamode-shop because no identity-based policy allows the iam:PassRole action";
    const error = explain(failed("AccessDeniedException", message), "lambda:CreateFunction");
    expect(error).toMatchObject({
      message: `AWS denies \`iam:PassRole\`: ${message}`,
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

  test.each([
    'User: arn:aws:iam::123456789012:user/x is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::b/k" because no identity-based policy allows the s3:PutObject action',
    "User: arn:aws:iam::123456789012:user/x is not authorized to perform: lambda:GetFunction on resource: arn:aws:lambda:eu-west-1:1:function:shop with an explicit deny in an identity-based policy",
    "User: arn:aws:iam::123456789012:user/x is not authorized to perform: iam:GetRole",
  ])("that denies in AWS's known words says why: %s", (message) => {
    const { message: said } = explain(failed("AccessDenied", message), "s3:GetObject") as Error;
    expect(said).toContain(message);
  });

  test("that denies in any other words shows none of them, and none by its cause", () => {
    const known = "User: me is not authorized to perform: lambda:CreateFunction";
    for (const text of ["hunter22", `${known}\nhunter22`, `${known} because {"KEY":"hunter22"}`]) {
      const input = { Environment: { Variables: { KEY: "hunter22" } } };
      const error = explain(failed("AccessDeniedException", text), "lambda:CreateFunction", input);
      expect(inspect(error)).not.toContain("hunter22");
      expect(inspect(error)).toContain("AWS denies `lambda:CreateFunction`.");
    }
  });

  test("that the user cannot fix stays as it is", () => {
    const error = failed("InternalError", "said", 500);
    expect(explain(error, "s3:GetObject")).toBe(error);
    expect(explain("thrown", "s3:GetObject")).toBe("thrown");
    expect(error).not.toBeInstanceOf(UserError);
  });
});
