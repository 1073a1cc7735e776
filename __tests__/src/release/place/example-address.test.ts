import { expect, test } from "@jest/globals";
import {
  exampleAddress,
  HOSTS_IN_RUBY,
  hostInRuby,
} from "../../../../src/release/place/example-address.ts";

test("an example address has the form of a REST API's", () => {
  expect(exampleAddress({ region: "eu-west-1", stage: "pr-12" }, undefined)).toEqual({
    host: "0000000000.execute-api.eu-west-1.amazonaws.com",
    prefix: "/pr-12",
  });
});

test("in China, hosts end otherwise", () => {
  expect(exampleAddress({ region: "cn-north-1", stage: "beta" }, undefined).host).toBe(
    "0000000000.execute-api.cn-north-1.amazonaws.com.cn",
  );
});

test("Rails is told a pattern that allows the example, and no other host", () => {
  const [, pattern = ""] = /^\/\\A(.*)\\z\/$/.exec(HOSTS_IN_RUBY) ?? [];
  const allowed = new RegExp(`^${pattern}$`);
  for (const region of ["eu-west-1", "us-gov-west-1", "cn-north-1", "eusc-de-east-1"]) {
    const { host } = exampleAddress({ region, stage: "beta" }, undefined);
    expect(host).toMatch(allowed);
    expect(`${host}.evil.example`).not.toMatch(allowed);
    expect(`evil.example/${host}`).not.toMatch(allowed);
  }
});

test("behind a CDN, the address is the public URL's, and Rails is told its host", () => {
  const place = { region: "eu-west-1", stage: "production" };
  const address = exampleAddress(place, "https://www.example.com:8443/shop");
  expect(address).toEqual({ host: "www.example.com:8443", prefix: "/shop" });
  expect(hostInRuby(address.host)).toBe('"www.example.com"');
  expect(hostInRuby(exampleAddress(place, undefined).host)).toBe(HOSTS_IN_RUBY);
});
