import { describe, expect, test } from "@jest/globals";
import { mayWait, waitingArgv } from "../../../runtime/src/server/waiting-start.ts";

const command = {
  argv: ["/tmp/mm/bin/ruby", "-rbundler/setup", "/tmp/mm/gems/bin/puma", "config.ru"],
  startsAfter: "ruby",
  cwd: "/tmp/mm/app",
  env: {},
  defaults: {},
} as const;

describe("an interpreter may start before its app is there", () => {
  test.each([
    ["by itself", {}],
    [
      "with options that read no file",
      { RUBYOPT: "--yjit -W0 -W:no-deprecated --disable=did_you_mean" },
    ],
    [
      "with variables that nobody reads at the start",
      { BUNDLE_GEMFILE: "/tmp/mm/app/Gemfile", GEM_HOMES: "x" },
    ],
  ])("%s", (_, env) => {
    expect(mayWait(command, env)).toBe(true);
  });

  test("with a gem home that the package itself names", () => {
    const env = { GEM_HOME: "/tmp/mm/gems/bundler" };
    expect(mayWait({ ...command, env }, { ...env })).toBe(true);
  });
});

describe("an interpreter waits for all archives", () => {
  test.each([
    ["RUBYOPT", "-r/tmp/mm/app/.megamode/preload"],
    ["RUBYOPT", "--yjit -Ilib"],
    ["RUBYOPT", "-W0 -rjson"],
    ["RUBYOPT", "-wrjson"],
    ["RUBYOPT", "-W0r./boot"],
    ["RUBYOPT", "-W0-rjson"],
    ["RUBYLIB", "/tmp/mm/app/lib"],
    ["GEM_HOME", "/mnt/gems"],
    ["GEM_PATH", "/mnt/gems"],
    ["RUBYGEMS_GEMDEPS", "-"],
    ["BUNDLER_SETUP", "/tmp/mm/app/setup"],
  ])("where %s is %s: it would read the app's files at once", (name, value) => {
    expect(mayWait(command, { [name]: value })).toBe(false);
  });

  test("where RUBYOPT is long and odd, and says so at once", () => {
    expect(mayWait(command, { RUBYOPT: `${"-W".repeat(200)} x` })).toBe(false);
    expect(mayWait(command, { RUBYOPT: `${"--a ".repeat(2000)}x` })).toBe(false);
  });

  test("where the manifest does not say what it needs", () => {
    const { startsAfter: _, ...older } = command;
    expect(mayWait(older, {})).toBe(false);
  });
});

test("the command's own arguments stay as they are, behind the program that waits", () => {
  const [ruby, option, , end, ...rest] = waitingArgv(command.argv);
  expect([ruby, option, end]).toEqual(["/tmp/mm/bin/ruby", "-e", "--"]);
  expect(rest).toEqual(command.argv.slice(1));
});
