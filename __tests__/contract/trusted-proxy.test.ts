import { expect, test } from "@jest/globals";
import { parseTrustedProxy } from "../../contract/trusted-proxy.ts";

test("names headers, and the one by which the CDN proves itself", () => {
  expect(parseTrustedProxy(["X-Forwarded-Host", "forwarded", "X-CDN-Secret = CDN_SECRET"])).toEqual(
    { names: ["x-forwarded-host", "forwarded"], header: "x-cdn-secret", variable: "CDN_SECRET" },
  );
});

const secret = "X-CDN-Secret=CDN_SECRET";
test.each([
  [["X-Real-Ip", secret], "`x-real-ip` cannot be trusted"],
  [["Cookie", secret], "`cookie` cannot be trusted"],
  [[secret], "no header is named"],
  [["Forwarded"], "exactly one line"],
  [["Forwarded", secret, secret], "exactly one line"],
  [["Forwarded", "X_CDN_Secret=CDN_SECRET"], "exactly one line"],
  [["Forwarded", "Cookie=CDN_SECRET"], "exactly one line"],
  [["Forwarded", "X-Forwarded-Host=CDN_SECRET"], "exactly one line"],
  [["Forwarded", "X-Request-Id=CDN_SECRET"], "exactly one line"],
  [["Forwarded", "X-CDN-Secret="], "exactly one line"],
])("%j: %s", (parts, message) => {
  expect(() => parseTrustedProxy(parts)).toThrow(message);
});

test("a value that was given in place of a variable is not shown", () => {
  expect(() => parseTrustedProxy(["Forwarded", "X-CDN-Secret=hidden-7c3e-91ff-aaaa"])).toThrow(
    /^(?!.*hidden)/,
  );
});
