import { expect, test } from "@jest/globals";
import { gemName } from "../../../src/gems/gem-name.ts";

test.each([
  ["net-imap-0.2.3", "net-imap"],
  ["nokogiri-1.18.10-x86_64-linux", "nokogiri"],
  ["rails-0123456789ab", "rails"],
  ["mini_portile2-2.8.9", "mini_portile2"],
  ["rack-2fa-1.0.rc1", "rack-2fa"],
])("the gem in %s is %s", (folder, name) => {
  expect(gemName(folder)).toBe(name);
});
