import { expect, test } from "@jest/globals";
import { accessOf, bucketArn, objectArn } from "../../../../local/services/s3/access.ts";

const principal = { arn: "arn:aws:iam::1:user/me", account: "1" };
const access = (...allowed: string[]) =>
  accessOf(principal, (_, action, resource) => allowed.includes(`${action} ${resource}`));
const object = objectArn("b", "k");

test("what no policy allows is denied, and says who may not do what", () => {
  expect(() => access(`s3:GetObject ${object}`).require("s3:GetObject", object)).not.toThrow();
  expect(() => access().require("s3:GetObject", object)).toThrow(
    'User: arn:aws:iam::1:user/me is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::b/k"',
  );
});

test("a caller of another partition is asked about that partition's objects", () => {
  const asked: string[] = [];
  const gov = accessOf({ ...principal, arn: "arn:aws-us-gov:iam::1:user/me" }, (_, __, on) => {
    asked.push(on);
    return true;
  });
  gov.require("s3:GetObject", object);
  gov.missing("b", "k");
  expect(asked).toEqual(["arn:aws-us-gov:s3:::b/k", "arn:aws-us-gov:s3:::b"]);
});

test("only who may list the bucket learns that an object does not exist", () => {
  expect(access(`s3:ListBucket ${bucketArn("b")}`).missing("b", "k")).toMatchObject({
    status: 404,
    code: "NoSuchKey",
    fields: { Key: "k" },
  });
  expect(access().missing("b", "k")).toMatchObject({ status: 403, code: "AccessDenied" });
});
