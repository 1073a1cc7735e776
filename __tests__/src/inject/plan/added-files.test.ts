import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import {
  INITIALIZER,
  PUMA_CONFIG,
  RACKUP,
  UNICORN,
} from "../../../../src/inject/plan/added-files.ts";

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

  function settings(given: Readonly<Record<string, string>> = { RACK_ENV: "production" }) {
    const none = { APP_ENV: undefined, RACK_ENV: undefined, RAILS_ENV: undefined };
    const env = { ...process.env, ...none, ...given };
    const args = ["-e", DSL, join(app, ".megamode/puma.rb")];
    return execFileSync("ruby", args, { env, encoding: "utf8" }).split("\n").filter(Boolean);
  }

  test("may ask Rails, as under `bin/rails server`", () => {
    const puma = join(app, "config/puma.rb");
    const asks = (line: string) => writeFileSync(puma, `${line}\n`);
    const rails = 'module Rails; def self.root; "/app"; end; end; $stdout.puts "Rails"\n';
    writeFileSync(join(app, "config/application.rb"), rails);
    asks('rackup "x"\nplugin "a#{Rails.root}"');
    expect(settings()).toEqual(["Rails", "plugin a/app"]);
    asks("plugin Rails::VERSION rescue plugin :none");
    expect(settings()).toEqual(["Rails", "plugin none"]);
    asks("plugin :none # The number of threads that Rails has by default.");
    expect(settings()).toEqual(["plugin none"]);
    rmSync(join(app, "config/application.rb"));
    asks("plugin defined?(Rails.root).inspect");
    expect(settings()).toEqual(["plugin nil"]);
  });

  test("is the app's own, without what cannot work in a sandbox", () => {
    writeFileSync(join(app, "config/puma.rb"), EVERYTHING);
    expect(settings()).toEqual(["threads 1 2", "plugin tmp_restart"]);
  });

  test("is the one of the environment where there is one, as for Puma", () => {
    writeFileSync(join(app, "config/puma.rb"), "threads 1, 1");
    writeFileSync(join(app, "config/puma/production.rb"), "threads 2, 2");
    expect(settings()).toEqual(["threads 2 2"]);
    expect(settings({ RAILS_ENV: "production" })).toEqual(["threads 2 2"]);
    expect(settings({ APP_ENV: "staging", RACK_ENV: "production" })).toEqual(["threads 1 1"]);
  });

  test("is Puma's default where the app has none", () => {
    expect(settings()).toEqual([]);
  });
});

test("Unicorn has one worker, which has loaded the app before anybody connects", () => {
  const script = `
    config = Class.new(BasicObject) { def method_missing(*said) = ::Kernel.puts(said.join(" ")) }
    config.new.instance_eval(ARGV[0])
  `;
  const said = execFileSync("ruby", ["-e", script, UNICORN], { encoding: "utf8" });
  expect(said.trimEnd().split("\n")).toEqual([
    "listen /tmp/mm/run/server.sock",
    "preload_app true",
    "worker_processes 1",
    "timeout 900",
    // At SIGTERM its worker ends in order, so that the app's at_exit runs.
    "before_fork",
    "after_fork",
  ]);
});

test("the rackup file runs the app's own, beside our folder", () => {
  const script =
    "def require(name) = puts(name)\nmodule Megamode; def self.app(path) = path; end\n" +
    "def run(app) = puts(app)\neval(ARGV[0], binding, '/app/.megamode/config.ru')";
  const said = execFileSync("ruby", ["-e", script, RACKUP], { encoding: "utf8" });
  expect(said).toBe("megamode/rackup\n/app/config.ru\n");
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
  def self.public_path; "/app/public"; end
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
  const assets = "unshift Megamode::ImmutableAssets /assets /app/public";

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
