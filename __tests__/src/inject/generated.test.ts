import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { PUMA_CONFIG } from "../../../src/inject/generated.ts";

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
