import { describe, expect, test } from "@jest/globals";
import { parseReference } from "../../contract/reference.ts";

const arn = "arn:aws:ssm:eu-west-1:123456789012:parameter/shop/key";
const secretArn = "arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:shop/db-AbC123";

describe("a reference", () => {
  test.each([
    ["ssm:/shop/key", "ssm", "/shop/key", undefined],
    ["ssm:key", "ssm", "key", undefined],
    ["ssm:/shop/key:3", "ssm", "/shop/key:3", undefined],
    ["ssm:/shop/key:live", "ssm", "/shop/key:live", undefined],
    [`ssm:${arn}`, "ssm", arn, undefined],
    ["ssm:/shop/db#password", "ssm", "/shop/db", "password"],
    ["secretsmanager:shop/db", "secretsmanager", "shop/db", undefined],
    ["secretsmanager:rds!db-1#password", "secretsmanager", "rds!db-1", "password"],
    ["secretsmanager:shop/db#a#b c", "secretsmanager", "shop/db", "a#b c"],
    [`secretsmanager:${secretArn}#user`, "secretsmanager", secretArn, "user"],
  ])("%s", (value, service, id, key) => {
    expect(parseReference(value)).toEqual({ service, id, key });
  });

  test.each(["", "hello", "see ssm:/x", "SSM:/x", "ssms:/x", "postgres://ssm:secret@host/db"])(
    "is not %j",
    (value) => expect(parseReference(value)).toBeUndefined(),
  );

  test.each([
    ...["ssm:", "ssm:/", "ssm:shop/key", "ssm:/shop//key", "ssm:/shop/key/", "ssm: /x", "ssm:/x#"],
    ...["ssm:/x:1:2", "ssm:/hunter2 2", "ssm:/x\n", "secretsmanager:", "secretsmanager:a:b"],
    ...["secretsmanager:hunter2 2", "secretsmanager:x#", "ssm:arn:aws:s3:::x", "ssm:/é"],
  ])("that is wrong is said so, and not shown: %j", (value) => {
    expect(() => parseReference(value)).toThrow(
      /^begins with `(ssm|secretsmanager):` and names no/,
    );
    expect(() => parseReference(value)).not.toThrow(/hunter2/);
  });
});
