import { expect, test } from "@jest/globals";
import { hiding } from "../../../runtime/src/messages/hide-values.ts";
import { sandboxOptions } from "../server/fake-sandbox.ts";

const environment = {
  AWS_SECRET_ACCESS_KEY: "role-secret",
  AWS_SESSION_TOKEN: "role-token",
  KEY: "ssm:/shop/key",
  PEM: "ssm:/shop/pem",
  SHORT: "ssm:/shop/short",
  UMLAUT: "ssm:/shop/umlaut",
  GREETING: "hello world",
};
const kept = {
  KEY: "hunter2-key",
  PEM: "-- first line\nsecond line",
  SHORT: "abc",
  UMLAUT: "schlüssel",
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
  [
    "what is no secret: hello world, ssm:/shop/key, abc",
    "what is no secret: hello world, ssm:/shop/key, abc",
  ],
])("%j is shown as %j", (text, shown) => expect(hide(text)).toBe(shown));
