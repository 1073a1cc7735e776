import { describe, expect, test } from "@jest/globals";
import {
  buildCommandEnvironment,
  installsByItself,
} from "../../../../src/commands/build/build-command.ts";

test.each([
  ["npm ci && bin/rails assets:precompile", true],
  ["yarn install --immutable", true],
  ["yarn; yarn build", true],
  ["yarn", true],
  ["pnpm i\nmake", true],
  ["bun install", true],
  ["yarn build && make", false],
  ["npm run ci", false],
  ["bin/rails assets:precompile", false],
])("`build-command: %s` installs JavaScript packages itself: %s", (command, installs) => {
  expect(installsByItself(command)).toBe(installs);
});

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
