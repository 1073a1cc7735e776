import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { INITIALIZER, PUMA_CONFIG } from "../../../../src/inject/plan/generated.ts";
import { OUTSIDE_RAILS } from "../../../../src/inject/plan/outside-files.ts";

/** Reads a configuration as Puma's DSL does, and says which settings were made. */
const DSL = `
class DSL
  def said; @said ||= []; end
  def plugin(name); said << "plugin #{name}"; end
  %i[bind port workers stdout_redirect pidfile environment directory rackup threads].each do |name|
    define_method(name) { |*args, **| said << [name, *args].join(" ") }
  end
end
dsl = DSL.new
dsl.instance_eval(File.read(ARGV[0]), ARGV[0], 1)
puts dsl.said
`;

const EVERYTHING = `
threads 1, 2
bind "tcp://0.0.0.0:80"
port 3000, "::"
workers 4
stdout_redirect "a", "b", true
pidfile "x.pid"
environment "development"
directory "/"
rackup "other.ru"
daemonize
plugin :solid_queue
plugin :tmp_restart
`;

describe("Puma's configuration", () => {
  let app: string;
  beforeEach(() => {
    app = mkdtempSync(join(tmpdir(), "megamode-puma-"));
    mkdirSync(join(app, ".megamode"));
    mkdirSync(join(app, "config/puma"), { recursive: true });
    writeFileSync(join(app, ".megamode/puma.rb"), PUMA_CONFIG);
  });
  afterEach(() => rmSync(app, { recursive: true, force: true }));

  function settings(): string[] {
    const env = { ...process.env, RACK_ENV: "production" };
    const args = ["-e", DSL, join(app, ".megamode/puma.rb")];
    return execFileSync("ruby", args, { env, encoding: "utf8" }).split("\n").filter(Boolean);
  }

  test("is the app's own, but for what cannot work in a sandbox", () => {
    writeFileSync(join(app, "config/puma.rb"), EVERYTHING);
    expect(settings()).toEqual(["threads 1 2", "plugin tmp_restart"]);
  });

  test("is the one of the environment where there is one, as for Puma", () => {
    writeFileSync(join(app, "config/puma.rb"), "threads 1, 1");
    writeFileSync(join(app, "config/puma/production.rb"), "threads 2, 2");
    expect(settings()).toEqual(["threads 2 2"]);
  });

  test("is Puma's default where the app has none", () => {
    expect(settings()).toEqual([]);
  });
});

/** Rails as the initializer sees it; says what was set. Arguments: the app's pipeline (or not), the initializer. */
const RAILS = `
require "ostruct"
class Config < OpenStruct
  def middleware; self; end
  def unshift(*args); puts "unshift #{args.join(" ")}"; end
end
module Rails
  def self.application; self; end
  def self.config; @config ||= Config.new(x: OpenStruct.new(megamode: OpenStruct.new)); end
  def self.configure(&block); instance_eval(&block); end
end
module ActiveSupport
  def self.on_load(name); puts "on_load #{name}"; end
end
Rails.config.assets = OpenStruct.new(prefix: "/assets") if ARGV[0] == "assets"
require "megamode/runtime"
if ARGV[0] != "without-railtie"
  require "megamode/immutable_assets"
  require "megamode/relative_urls"
  module Megamode; class Railtie; end; end
end
eval(ARGV[1])
puts Rails.config.x.megamode.stage
`;

describe("the initializer", () => {
  function said(pipeline: string, env: Readonly<Record<string, string>>): string[] {
    const lib = fileURLToPath(new URL("../../../../runtime/gem/lib", import.meta.url));
    const args = [`-I${lib}`, "-e", RAILS, pipeline, INITIALIZER];
    const options = { env: { ...process.env, MEGAMODE_STAGE: "pr-12", ...env }, encoding: "utf8" };
    return execFileSync("ruby", args, options as { encoding: "utf8" })
      .split("\n")
      .filter(Boolean);
  }
  const helpers = ["on_load action_view", "on_load action_controller_base"];
  const assets = "unshift Megamode::ImmutableAssets /assets";

  test.each([
    ["in the function", { MEGAMODE_PROXY_SECRET: "s" }],
    ["in the build", { MEGAMODE_BUILD: "1" }],
  ])("%s makes assets right below any path, and says the stage", (_, env) => {
    expect(said("assets", env)).toEqual([...helpers, assets, "pr-12"]);
  });

  test("leaves an app without an asset pipeline its settings", () => {
    expect(said("none", { MEGAMODE_PROXY_SECRET: "s" })).toEqual([...helpers, "pr-12"]);
  });

  test("does nothing elsewhere, nor where the app does not load its gems with Bundler.require", () => {
    expect(said("assets", {})).toEqual([]);
    expect(said("without-railtie", { MEGAMODE_PROXY_SECRET: "s" })).toEqual([]);
  });

  test("is read where the gem is not", () => {
    expect(execFileSync("ruby", ["-wc", "-e", INITIALIZER], { encoding: "utf8" })).toBe(
      "Syntax OK\n",
    );
    execFileSync("ruby", ["-e", INITIALIZER]);
  });
});

/** A bundle whose gems know nothing of ours, and an app that boots as Rails does, as far as a railtie sees it. */
const UNEDITED = `
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
    writeFileSync(join(ours, "outside.rb"), OUTSIDE_RAILS);
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
