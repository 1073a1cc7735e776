import { expect, test } from "@jest/globals";
import { urlSuffix } from "../../contract/url-suffix.ts";

test.each([
  ["eu-west-1", "amazonaws.com"],
  ["us-gov-west-1", "amazonaws.com"],
  ["cn-northwest-1", "amazonaws.com.cn"],
  ["eusc-de-east-1", "amazonaws.eu"],
])("hosts in %s end with %s", (region, suffix) => {
  expect(urlSuffix(region)).toBe(suffix);
});
