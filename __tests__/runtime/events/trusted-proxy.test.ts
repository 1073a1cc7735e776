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
    [SECRET, SECRET, undefined],
    ["0123456789abcde", undefined, "has fewer than 16 characters"],
    [`${SECRET}\n`, undefined, "has a blank or an end of line"],
    [` ${SECRET}`, undefined, "has a blank or an end of line"],
    ["ssm:/shop/cdn-secret", undefined, undefined],
    ["", undefined, "has fewer than 16 characters"],
    [undefined, undefined, "has fewer than 16 characters"],
  ])("the value %j is the secret %j", (value, secret, why) => {
    const proxy = read("X-Forwarded-Host X-CDN-Secret=CDN_SECRET", value);
    expect(proxy).toMatchObject({ names: ["x-forwarded-host"], header: "x-cdn-secret" });
    expect(proxy!.secret).toBe(secret);
    if (why === undefined) expect(proxy).not.toHaveProperty("problem");
    else expect(proxy!.problem).toContain(`No CDN is trusted: CDN_SECRET ${why}`);
    expect(proxy!.problem ?? "").not.toContain("0123");
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
