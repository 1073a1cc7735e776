import { describe, expect, test } from "@jest/globals";
import { readTrustedProxy, vouchedFor } from "../../../runtime/src/events/trusted-proxy.ts";

const SECRET = "0123456789abcdef";
const read = (text: string | undefined, value?: string) =>
  readTrustedProxy({ MEGAMODE_TRUSTED_PROXY_HEADERS: text, CDN_SECRET: value });

describe("the function's environment", () => {
  test.each([[undefined], [""], ["  "]])("%j trusts nobody", (text) => {
    expect(read(text, SECRET)).toBeUndefined();
  });

  test.each([
    [SECRET, SECRET],
    ["0123456789abcde", undefined],
    ["ssm:/shop/cdn-secret", undefined],
    ["", undefined],
    [undefined, undefined],
  ])("the value %j is the secret %j", (value, secret) => {
    expect(read("X-Forwarded-Host X-CDN-Secret=CDN_SECRET", value)).toEqual({
      names: ["x-forwarded-host"],
      header: "x-cdn-secret",
      secret,
    });
  });

  test("that is wrong fails the start", () => {
    expect(() => read("X-Real-Ip X-CDN-Secret=CDN_SECRET", SECRET)).toThrow(
      /^MEGAMODE_TRUSTED_PROXY_HEADERS: `x-real-ip` cannot be trusted/,
    );
  });
});

describe("what the CDN vouches for", () => {
  const proxy = { names: ["x-forwarded-host"], header: "x-cdn-secret", secret: SECRET };
  const vouched = (...lines: [string, string][]) =>
    vouchedFor([["x-cdn-secret", SECRET], ...lines], proxy);

  test("is what it was trusted with, and no more", () => {
    expect(vouched(["x-forwarded-host", "a.example"], ["forwarded", "host=b.example"])).toEqual([
      ["x-forwarded-host", "a.example"],
    ]);
  });

  test("is nothing if there are several values: servers differ in which one they believe", () => {
    expect(vouched(["x-forwarded-host", "a.example"], ["x-forwarded-host", "b.example"])).toEqual(
      [],
    );
    expect(vouched(["x-forwarded-host", "a.example, b.example"])).toEqual([]);
    expect(vouched(["x-forwarded-host", " "])).toEqual([]);
  });
});
