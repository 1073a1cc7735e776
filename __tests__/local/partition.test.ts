import { describe, expect, test } from "@jest/globals";
import { refuseForeignPartition } from "../../local/control/foreign-partition.ts";
import { partitionOf } from "../../local/partition.ts";

test.each([
  ["eu-west-1", "aws"],
  ["us-gov-west-1", "aws-us-gov"],
  ["cn-north-1", "aws-cn"],
  ["eusc-de-east-1", "aws-eusc"],
])("%s is in the partition %s", (region, partition) => {
  expect(partitionOf(region)).toBe(partition);
});

describe("what is in another partition", () => {
  const refused = (service: string, ...texts: string[]) => {
    try {
      refuseForeignPartition(service, "aws-us-gov", texts);
      return undefined;
    } catch (error) {
      const { code, message } = error as { code: string; message: string };
      return `${code}: ${message}`;
    }
  };

  test.each([
    ["lambda", '{"Role":"arn:aws:iam::1:role/a"}', "InvalidParameterValueException"],
    ["scheduler", '{"RoleArn":"arn:aws:iam::1:role/a"}', "ValidationException"],
    ["apigateway", "/tags/arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fa", "BadRequestException"],
    [
      "iam",
      `PolicyDocument=${encodeURIComponent('{"Resource":"arn:aws:iam::1:role/a"}')}`,
      "MalformedPolicyDocument",
    ],
  ])("is refused by %s, in %s", (service, text, code) => {
    expect(refused(service, "arn:aws-us-gov:s3:::b", text)).toBe(
      `${code}: Partition "aws" is not valid for resource "arn:aws:iam::1:role/a".`,
    );
  });

  test("is told from what is not", () => {
    expect(
      refused("iam", "arn:aws-us-gov:s3:::b", "arn", "100%", "barn:aws:x", ""),
    ).toBeUndefined();
  });
});
