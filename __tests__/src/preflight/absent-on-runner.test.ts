import { describe, expect, test } from "@jest/globals";
import { lastWords, whatIsAbsent } from "../../../src/preflight/absent-on-runner.ts";

describe("what is absent", () => {
  test.each([
    ["PG::ConnectionBad: connection to server failed", "a database or host"],
    ["Errno::ECONNREFUSED", "a database or host"],
    ["getaddrinfo: Temporary failure", "a database or host"],
    ["Can't connect to MySQL server", "a database or host"],
    ["no such table: posts", "a table"],
    ["Table 'shop.posts' doesn't exist", "a table"],
    // A table that is missing says more than the connection that was asked for it.
    ["ActiveRecord::ConnectionNotEstablished: no such table: posts", "a table"],
    ['KeyError: key not found: "AWS_ACCESS_KEY_ID"', "AWS's credentials"],
    ['KeyError: key not found: "AWS_BUCKET"', undefined],
    ["NoMethodError: undefined method", undefined],
    ["MyConnectionBadger", undefined],
  ])("of `%s` is %s", (said, absent) => expect(whatIsAbsent(said, false)).toBe(absent));

  test.each([
    "invalid key placeholder",
    "ActiveSupport::EncryptedFile::MissingKeyError",
    "ActiveSupport::EncryptedFile::InvalidKeyLengthError",
    "ActiveSupport::MessageEncryptor::InvalidMessage",
  ])("of `%s` is a secret only if there was a placeholder", (said) => {
    expect(whatIsAbsent(said, true)).toBe("a secret");
    expect(whatIsAbsent(said, false)).toBeUndefined();
  });

  test("is no secret where a placeholder had nothing to do with the failure", () => {
    expect(whatIsAbsent("LoadError: cannot load such file", true)).toBeUndefined();
  });
});

describe("last words", () => {
  const puma = "! Unable to load application: ";
  test.each([
    [
      "Puma's exception",
      `booting\n${puma}LoadError: x\n/app/a.rb:1:in \`require'\n`,
      "LoadError: x",
    ],
    ["an exception of several lines", `${puma}KeyError: a\nb\nbundler: failed\n`, "KeyError: a\nb"],
    ["the last of several", `${puma}A: a\n${puma}B: b\n  from c`, "B: b"],
    ["what comes before a line of Puma's", `${puma}A: a\n! Stopped`, "A: a"],
  ])("are %s", (_, output, words) => expect(lastWords(output)).toBe(words));

  test("are the last ten lines where there is no Puma", () => {
    const lines = Array.from({ length: 12 }, (_, at) => `line ${at}`);
    expect(lastWords(`${lines.join("\n")}\n\n`)).toBe(lines.slice(2).join("\n"));
  });
});
