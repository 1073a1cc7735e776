import { expect, test } from "@jest/globals";
import { secretsOf } from "../../../../src/app/bundler/setting-secrets.ts";

test.each<[string, string, readonly string[]]>([
  ["BUNDLE_GEMS__EXAMPLE__COM", "user:password", ["user:password", "password"]],
  ["BUNDLE_GEMS__EXAMPLE__COM", "tokentokentoken:x", ["tokentokentoken:x", "tokentokentoken"]],
  ["BUNDLE_GEMS__EXAMPLE__COM", "1234567:12345678", ["1234567:12345678", "12345678"]],
  ["BUNDLE_GEMS__EXAMPLE__COM", "onetoken", ["onetoken"]],
  ["BUNDLE_GEMS__EXAMPLE__COM", "", []],
  ["BUNDLE_GEMS__EXAMPLE__COM", "u:pw", ["//u:pw@"]],
  ["BUNDLE_MIRROR__ALL", "https://git@mirror.example.com", ["//git@"]],
  [
    "BUNDLE_MIRROR__ALL",
    "https://deploy:s3cret-of-mirror@m",
    ["deploy:s3cret-of-mirror", "s3cret-of-mirror"],
  ],
  ["BUNDLE_MIRROR__ALL", "https://mirror.example.com", []],
  ["BUNDLE_BUILD__PG", "--with-pg-config=/opt/pg", []],
  ["BUNDLE_GITHUB__HTTPS", "true", []],
  ["BUNDLE_GITHUB__COM", "x:x-oauth-basic", ["x:x-oauth-basic", "x-oauth-basic"]],
  ["BUNDLE_JOBS", "4", []],
])("%s=%s holds %j", (name, value, secrets) => {
  expect(secretsOf(name, value)).toEqual(secrets);
});
