import { describe, expect, test } from "@jest/globals";
import {
  buildCommandEnvironment,
  needsPackages,
} from "../../../../src/commands/build/build-command.ts";

test.each([
  ["npm ci && bin/rails assets:precompile", false],
  ["yarn install --immutable", false],
  ["yarn; yarn build", false],
  ["yarn", false],
  ["pnpm i\nmake", false],
  ["bun install", false],
  ["true", false],
  [" : ", false],
  ["true && make", true],
  ["yarn build && make", true],
  ["npm run ci", true],
  ["bin/rails assets:precompile", true],
])(
  "`build-command: %s` needs JavaScript packages that somebody else installs: %s",
  (command, needs) => {
    expect(needsPackages(command)).toBe(needs);
  },
);

describe("the build command's environment", () => {
  const server = {
    argv: [],
    cwd: "/",
    env: { PATH: "/tmp/mm/bin", BUNDLE_PATH: "/tmp/mm/gems" },
    defaults: { BUNDLE_PATH: "weaker", RAILS_ENV: "production" },
  };

  test("is the server's, with the runner's programs behind ours", () => {
    expect(buildCommandEnvironment(server, "/usr/bin:/opt/node/bin", {}, [])).toEqual({
      PATH: "/tmp/mm/bin:/usr/bin:/opt/node/bin",
      BUNDLE_PATH: "/tmp/mm/gems",
      RAILS_ENV: "production",
    });
  });

  test("has the stage's variables before the server's defaults, and what Ruby reads first", () => {
    const variables = {
      RAILS_ENV: "staging",
      BUNDLE_PATH: "/other",
      PATH: "/other",
      RUBYOPT: "-w",
    };
    expect(
      buildCommandEnvironment(server, "", variables, ["/tmp/mm/a.rb", "/tmp/mm/b.rb"]),
    ).toEqual({
      PATH: "/tmp/mm/bin:",
      BUNDLE_PATH: "/tmp/mm/gems",
      RAILS_ENV: "staging",
      RUBYOPT: "-r/tmp/mm/a.rb -r/tmp/mm/b.rb",
    });
  });
});
