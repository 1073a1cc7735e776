import { expect, test } from "@jest/globals";
import { relocateShebang } from "../../../../src/ruby/scripts/shebang.ts";

const REST = Buffer.from("\nputs \xff # any bytes", "latin1");

function relocated(line: string): string | undefined {
  return relocateShebang(Buffer.concat([Buffer.from(line), REST]))?.toString("latin1");
}

test.each([
  ["#!/usr/bin/env ruby", "#!/tmp/mm/bin/ruby"],
  ["#!/usr/bin/env ruby3.1", "#!/tmp/mm/bin/ruby"],
  ["#!/usr/bin/ruby3.1 -w", "#!/tmp/mm/bin/ruby -w"],
  ["#! /usr/bin/env -S ruby --yjit -W0", "#!/tmp/mm/bin/ruby --yjit -W0"],
  ["#!/opt/hostedtoolcache/Ruby/3.3.8/x64/bin/ruby", "#!/tmp/mm/bin/ruby"],
  ["#!/usr/bin/env ruby.exe", "#!/tmp/mm/bin/ruby"],
  ["#!/usr/bin/env ruby\r", "#!/tmp/mm/bin/ruby\r"],
])("%s becomes %s", (before, after) => {
  expect(relocated(before)).toBe(after + REST.toString("latin1"));
});

test.each([
  "#!/tmp/mm/bin/ruby",
  "#!/tmp/mm/bin/ruby -w",
  "#!/usr/bin/env rubyish",
  "#!/usr/bin/env jruby",
  "#!/bin/sh",
  "#!/usr/bin/env bash",
  "puts '#!/usr/bin/env ruby'",
])("%s stays as it is", (line) => {
  expect(relocated(line)).toBeUndefined();
});
