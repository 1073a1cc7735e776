import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { RACKUP_BY_PATH, RAILS_HOOK } from "../../../../src/inject/plan/inject-off-files.ts";

test("the rackup file loads our gem by its path, and runs the app's own", () => {
  const script =
    "def require(name) = puts(name)\nmodule Megamode; def self.app(path) = path; end\n" +
    "def run(app) = puts(app)\neval(ARGV[0], binding, '/app/.megamode/config.ru')";
  const said = execFileSync("ruby", ["-e", script, RACKUP_BY_PATH], { encoding: "utf8" });
  expect(said).toBe("/app/.megamode/gem/lib/megamode/rackup\n/app/config.ru\n");
});

/** A bundle whose gems know nothing of ours, and an app that boots as Rails does, as far as a railtie sees it. */
const UNEDITED = `
class Before; end
module Rails
  class Railtie
    @@all = []
    def self.inherited(railtie); @@all << railtie; end
    def self.all; @@all; end
    def self.initializer(name, after: nil, **, &block); (@initializers ||= {})[name] = block; end
    def self.initializers; @initializers || {}; end
    def self.config; self; end
    def self.after_initialize; end
    def self.name; "Rails::Railtie"; end
  end
end
class Rails::Railtie; end
puts Rails::Railtie.all.map { |railtie| railtie.initializers.keys.join(" ") }
puts defined?(Megamode::Railtie).inspect, defined?(Megamode::Settings).inspect
`;

describe("an app that is not edited", () => {
  let ours: string;
  beforeEach(() => {
    ours = join(mkdtempSync(join(tmpdir(), "megamode-outside-")), ".megamode");
    const gem = fileURLToPath(new URL("../../../../runtime/gem", import.meta.url));
    cpSync(gem, join(ours, "gem"), { recursive: true });
    writeFileSync(join(ours, "outside.rb"), RAILS_HOOK);
  });
  afterEach(() => rmSync(ours, { recursive: true, force: true }));

  const ruby = (...args: string[]) => execFileSync("ruby", args, { encoding: "utf8" }).split("\n");

  test("has the gem's railtie and the settings, once, as soon as there are railties", () => {
    const [first, second, ...rest] = ruby(`-r${join(ours, "outside.rb")}`, "-e", UNEDITED);
    expect(first).toContain("megamode.logger");
    expect([second, ...rest]).toEqual(["megamode.settings", '"constant"', '"constant"', ""]);
    expect(ruby("-e", UNEDITED)).toEqual(["nil", "nil", ""]);
  });
});
