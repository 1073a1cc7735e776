import { expect, test } from "@jest/globals";
import { quotesNothing, wordsSent } from "../../../../src/aws/errors/quotes-nothing.ts";

const input = {
  FunctionName: "shop-production",
  Environment: { Variables: { API_KEY: 'pl"anted', EMPTY: "", PEM: "one\ntwo" } },
  Payload: Buffer.from('{"command":"bin/rails"}'),
  Code: { ZipFile: Buffer.from("zip") },
  Body: Buffer.alloc(2 ** 20, "a"),
};

test("the words of a call are those of the values that it sends, not of names", () => {
  const words = ["pl", "anted", "one", "two", "command", "bin", "rails"];
  expect(wordsSent(input)).toEqual(words);
  expect(wordsSent(undefined)).toEqual([]);
});

test.each([
  ["The role defined for the function cannot be assumed by Lambda.", true],
  ["The function couldn't mount the EFS file system with access point arn:aws:x:y.", true],
  ["The function shop-production is busy: 12.", true],
  ["", true],
  ['String measured: {"A":"x"}', false],
  ["Value 'x' at 'y' failed to satisfy constraint: Member must not be null", true],
  ["The subnet ID 'subnet-0a' does not exist", true],
  ["Value 'anted' at 'environment.variables.member.value'", false],
  ["Value 'ante ...' is too long", false],
  ["an ant", true],
  ["Value '{A=x}' at 'environment.variables'", false],
  ['a "text"', false],
  ["two lines\nof text", false],
  ["it says anted", false],
  [`it says pl\\"anted`, false],
  ["x".repeat(401), false],
])("%j may be shown: %s", (text, expected) => {
  expect(quotesNothing(text, wordsSent({ Environment: { A: 'pl"anted' } }))).toBe(expected);
});
