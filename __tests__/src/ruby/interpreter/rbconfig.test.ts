import { expect, test } from "@jest/globals";
import { relocateRbconfig } from "../../../../src/ruby/interpreter/rbconfig.ts";

const TEXT = '  TOPDIR = File.dirname(__FILE__)\n  CONFIG["sitedir"] = "$(DESTDIR)/usr/x"\n';

test("rbconfig.rb gets the root and the folders that moved", () => {
  expect(relocateRbconfig(TEXT, { sitedir: "$(prefix)/ruby/site_ruby" })).toBe(
    '  TOPDIR = "/tmp/mm"\n  CONFIG["sitedir"] = "$(prefix)/ruby/site_ruby"\n',
  );
});

test("rbconfig.rb stays as it is where its folders keep their places", () => {
  expect(relocateRbconfig(TEXT, {})).toBe(TEXT);
});

test.each([
  [TEXT, /rubylibprefix/],
  ['  CONFIG["rubylibprefix"] = "x"\n', /TOPDIR/],
])("a rbconfig.rb of an unknown form is an error, not a wrong answer", (text, line) => {
  expect(() => relocateRbconfig(text, { rubylibprefix: "x" })).toThrow(line);
});
