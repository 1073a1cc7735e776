import { expect, test } from "@jest/globals";
import { parsePublicUrl } from "../../contract/public-url.ts";

test.each([
  ["https://www.example.com", "www.example.com", "443", ""],
  ["https://www.example.com/", "www.example.com", "443", ""],
  ["https://WWW.example.com:443/shop", "www.example.com", "443", "/shop"],
  ["https://example.com:8443/a/b.c~d-e_f/", "example.com:8443", "8443", "/a/b.c~d-e_f"],
  ["https://bücher.example", "xn--bcher-kva.example", "443", ""],
])("%s has the host %s, the port %s and the prefix %j", (text, host, port, prefix) => {
  expect(parsePublicUrl(text)).toEqual({ host, port, prefix });
});

test.each([
  "http://www.example.com",
  "www.example.com",
  "https://",
  "https:///shop",
  "https://user@www.example.com",
  "https://user:hidden-password@www.example.com",
  "https://www.example.com?",
  "https://www.example.com/?a=1",
  "https://www.example.com#",
  "https://www.example.com//evil.example",
  "https://www.example.com/a//b",
  "https://www.example.com/a/../b",
  "https://www.example.com/./b",
  "https://www.example.com/%2e%2e/b",
  "https://www.example.com/a b",
  "https://www.example.com\\evil.example",
  "https://*.example.com",
  "https://[::1]/",
  "javascript:alert(1)",
])("%s is none", (text) => {
  expect(() => parsePublicUrl(text)).toThrow(/^must be an https URL (?!.*hidden-password)/);
});
