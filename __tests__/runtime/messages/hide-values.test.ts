import { expect, test } from "@jest/globals";
import { hiding, hidingErrors } from "../../../runtime/src/messages/hide-values.ts";
import { sandboxOptions } from "../server/fake-sandbox.ts";

const environment = {
  AWS_SECRET_ACCESS_KEY: "role-secret",
  AWS_SESSION_TOKEN: "role-token",
  KEY: "ssm:/shop/key",
  PEM: "ssm:/shop/pem",
  SHORT: "ssm:/shop/short",
  UMLAUT: "ssm:/shop/umlaut",
  WHOLE: "secretsmanager:shop/db",
  DATABASE_URL: "ssm:/shop/url",
  QUOTED: "ssm:/shop/quoted",
  GREETING: "hello world",
};
const kept = {
  KEY: "hunter2-key",
  PEM: "-- first line\nsecond line",
  SHORT: "abc",
  UMLAUT: "schlüssel",
  WHOLE: '{"engine":"postgres","user":{"password":"a\\"b\\\\#{c}-word"}}',
  DATABASE_URL: "postgres://shop:p%40ssword1@db.internal/shop",
  QUOTED: "it's+hunter2",
};
const options = sandboxOptions("/nowhere", { environment });
const hide = hiding({ options, environment: { ...environment, ...kept } });

test.each([
  ["the key is hunter2-key, twice: hunter2-key", "the key is ***, twice: ***"],
  ["role-secret role-token", "*** ***"],
  ["of several lines:\n-- first line\nsecond line.", "of several lines:\n***."],
  ["  second line of a key", "  *** of a key"],
  ["ein schlüssel", "ein ***"],
  [Buffer.from("ein schlüssel").toString("latin1"), "ein ***"],
  ['what the app took from JSON: a"b\\#{c}-word', "what the app took from JSON: ***"],
  ['as `inspect` has it: "a\\"b\\\\\\#{c}-word"', 'as `inspect` has it: "***"'],
  [`as JSON: ${JSON.stringify({ WHOLE: kept.WHOLE })}`, 'as JSON: {"WHOLE":"***"}'],
  ["a URL's password: p%40ssword1 or p@ssword1", "a URL's password: *** or ***"],
  ["export QUOTED='it'\\''s+hunter2'", "export QUOTED='***'"],
  ["https://u:it's%2Bhunter2@host", "https://u:***@host"],
  ["what else JSON has: postgres", "what else JSON has: postgres"],
  [
    "what is no secret: hello world, ssm:/shop/key, abc",
    "what is no secret: hello world, ssm:/shop/key, abc",
  ],
])("%j is shown as %j", (text, shown) => expect(hide(text)).toBe(shown));

test("an error is thrown without them", async () => {
  const error = new Error("it exited. Its last lines:\nKEY=hunter2-key");
  const thrown: Error = await hidingErrors(
    { options, environment: { ...environment, ...kept } },
    () => Promise.reject(error),
  ).catch((caught) => caught);
  expect(thrown).toBe(error);
  expect(thrown.message).toBe("it exited. Its last lines:\nKEY=***");
  expect(thrown.stack).not.toContain("hunter2");
});
