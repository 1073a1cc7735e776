import { describe, expect, test } from "@jest/globals";
import {
  type BundlerCall,
  bundleAddPlatform,
  bundleCheck,
  bundleClean,
  bundleInstall,
  bundleLock,
  bundlerScript,
  bundleVersion,
  installBundler,
} from "../../../../src/gems/bundler/commands.ts";
import { typed } from "../../../fakes/shell.ts";

const env = { BUNDLE_FROZEN: "true", BUNDLE_PATH: "/tmp/mm/gems" };
const runners: BundlerCall = { bundler: { version: "2.3.15", home: undefined }, env };
const vendored: BundlerCall = { bundler: { version: "2.6.9", home: "/tmp/mm/gems/bundler" }, env };

describe("a command of Bundler", () => {
  test.each([
    ["bundle install", bundleInstall(runners, "anywhere")],
    ["bundle install --local", bundleInstall(runners, "here")],
    ["bundle lock", bundleLock(runners)],
    ["bundle lock --add-platform x86_64-linux", bundleAddPlatform(runners, "x86_64-linux")],
    ["bundle clean", bundleClean(runners)],
    ["bundle check", bundleCheck(runners)],
    ["bundle --version", bundleVersion(runners)],
  ])("%s", (line, command) => {
    expect(typed(command)).toBe(line);
  });

  test("is run by the vendored one's own executable where there is one", () => {
    expect(typed(bundleCheck(vendored))).toBe(
      "ruby /tmp/mm/gems/bundler/gems/bundler-2.6.9/exe/bundle check",
    );
  });

  test("runs in the app, and knows nothing of the Ruby that the job runs in", () => {
    for (const call of [runners, vendored]) {
      const command = bundleInstall(call, "anywhere");
      expect(command.cwd).toBe("/tmp/mm/app");
      expect(command.env).toMatchObject({ ...env, RUBYOPT: undefined, GEM_HOME: undefined });
      expect("RUBYOPT" in (command.env ?? {})).toBe(true);
    }
  });

  test("may write the lockfile where that is what it is for", () => {
    expect(bundleLock(runners).env?.BUNDLE_FROZEN).toBe("false");
    expect(bundleAddPlatform(runners, "x").env?.BUNDLE_FROZEN).toBe("false");
    expect(bundleInstall(runners, "here").env?.BUNDLE_FROZEN).toBe("true");
  });

  test("that asks for its version starts in no app", () => {
    expect(bundleVersion(runners).cwd).toBe("/");
  });
});

test("a script runs on the runner's Ruby with Bundler's environment", () => {
  expect(bundlerScript(runners, "puts 1", ["a"])).toMatchObject({
    file: "ruby",
    args: ["-e", "puts 1", "a"],
    cwd: "/tmp/mm/app",
    env,
  });
});

test("Bundler itself is installed to a home of its own", () => {
  expect(typed(installBundler("~> 2.6.0"))).toBe(
    "gem install bundler --version ~> 2.6.0 --install-dir /tmp/mm/gems/bundler --no-user-install --no-document",
  );
});
