import { expect, test } from "@jest/globals";
import { redactSecrets } from "../../../src/inject/redact-secrets.ts";

test.each([
  ['source "https://me:s3cret@gems.example.com"', 'source "https://***@gems.example.com"'],
  ['source "https://s3cret@gems.example.com"', 'source "https://***@gems.example.com"'],
  [
    "  remote: https://s3cret:x-oauth-basic@github.com/a/b.git",
    "  remote: https://***@github.com/a/b.git",
  ],
  ['gem "a", token: "s3cret"', 'gem "a", token: "***"'],
  [
    'gem "a", :private_token=>"s3cret", require: false',
    'gem "a", :private_token=>"***", require: false',
  ],
  ['key = ENV["API_KEY"] || "s3cret"', 'key = ENV["API_KEY"] || "***"'],
  ['key = ENV.fetch("GEM_PASSWORD", "s3cret")', 'key = ENV.fetch("GEM_PASSWORD", "***")'],
  ['ENV["BUNDLE_ACCESS_KEY"] = "s3cret"', 'ENV["BUNDLE_ACCESS_KEY"] = "***"'],
  ['"https://x.example.com/?api_key=s3cret&page=1"', '"https://x.example.com/?api_key=***&page=1"'],
  ["# ghp_s3cret0123456789", "# ghp_***"],
  ["# AKIAS3CRETS3CRET", "# AKIA***"],
  ["  known s3cret value", "  known ***"],
])("a secret does not show: %s", (line, expected) => {
  expect(redactSecrets(`+${line}\n`, ["s3cret value"])).toBe(`+${expected}\n`);
});

test.each([
  'gem "rack", "~> 3.0"',
  'gem "secret_token_gem"',
  "  revision: 0123456789abcdef0123456789abcdef01234567",
  "  racc (1.8.1) sha256=4a7f6929691dbec8b5209a0b373bc2614882b55fc5d2e447a21aaa691303d62f",
  'ruby "3.3.0"',
])("what is no secret stays: %s", (line) => {
  expect(redactSecrets(line, [])).toBe(line);
});
