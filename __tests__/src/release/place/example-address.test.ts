import { expect, test } from "@jest/globals";
import { exampleAddress, HOSTS_IN_RUBY } from "../../../../src/release/place/example-address.ts";

test("an example address has the form of a REST API's", () => {
  expect(exampleAddress({ region: "eu-west-1", stage: "pr-12" })).toEqual({
    host: "0000000000.execute-api.eu-west-1.amazonaws.com",
    prefix: "/pr-12",
  });
});

test("Rails is told a pattern that allows the example, and no other host", () => {
  const [, pattern = ""] = /^\/\\A(.*)\\z\/$/.exec(HOSTS_IN_RUBY) ?? [];
  const allowed = new RegExp(`^${pattern}$`);
  const { host } = exampleAddress({ region: "eu-west-1", stage: "beta" });
  expect(host).toMatch(allowed);
  expect(`${host}.evil.example`).not.toMatch(allowed);
  expect(`evil.example/${host}`).not.toMatch(allowed);
});
