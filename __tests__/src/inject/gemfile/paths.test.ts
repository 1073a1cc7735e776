import { expect, test } from "@jest/globals";
import { gemfilePaths } from "../../../../src/inject/gemfile/paths.ts";
import { loadRubyParser } from "../../../../src/inject/prism.ts";

const parse = await loadRubyParser();

const named = (source: string) =>
  gemfilePaths(parse(source, "Gemfile").tree, "/repo/gemfiles/common.rb", "/repo/apps/web");

test.each([
  ['gem "a", path: "../../engines/a"', ["/repo/engines/a"]],
  ['gem "a", "~> 1", :path => "engines/a", require: false', ["/repo/apps/web/engines/a"]],
  ['path "../../engines" do\n gem "a"\nend', ["/repo/engines"]],
  ['gem "a", path: File.expand_path("../engines/a", __dir__)', ["/repo/engines/a"]],
  ['gem "a", path: File.join(File.dirname(__FILE__), "..", "a")', ["/repo/a"]],
  ['gem "a", path: "#{__dir__}/../a"', ["/repo/a"]],
  ["gemspec", ["/repo/gemfiles"]],
  ['gemspec path: ".."', ["/repo"]],
  ['case 1\nwhen 1 then gem "a", path: "a"\nend', ["/repo/apps/web/a"]],
  ["gemspec development_group: :ci", ["/repo/gemfiles"]],
  ["gem 'a', path: \"#{File.join('..', 'a')}\"", ["/repo/apps/a"]],
  ['gem "a", path: File.expand_path("a")', ["/repo/gemfiles/a"]],
  ['gem "a", path: ENV["A"]', []],
  ['gem "a", path: "#{x}/a"', []],
  ['gem "a", path: "#{}/a"', []],
  ['gem "a", path: File.join(x, "a")', []],
  ['gem "a", path: File.join("a", x)', []],
  ['gem "a", path: File.join', []],
  ['gem "a", path: File.readlink("a")', []],
  ['gem "a", path: Dir.join("a", "b")', []],
  ['gem "a", path: file.join("a", "b")', []],
  ["gem 'a', path: folder", []],
  ["gemspec path: folder", []],
  ["path", []],
  ["path folder", []],
  ['other.path "a"', []],
  ['load "a"', []],
  ['gem "a", github: "x/path"', []],
])("a Gemfile names folders of gems: %s", (source, folders) => {
  expect(named(source)).toEqual({ folders, gemfiles: [] });
});

test.each([
  ['eval_gemfile "../Gemfile.local"', ["/repo/Gemfile.local"]],
  [
    'eval_gemfile(File.expand_path("x.rb", __dir__)) if File.exist?("x.rb")',
    ["/repo/gemfiles/x.rb"],
  ],
  ['instance_eval File.read("x.rb")', ["/repo/gemfiles/x.rb"]],
  ['eval(Bundler.read_file("x.rb"))', ["/repo/gemfiles/x.rb"]],
  ['eval File.readlines("x.rb")', []],
  ["eval File.read", []],
  ["eval text", []],
  ["eval 'gem \"x\"'", []],
  ["eval", []],
  ["eval_gemfile", []],
  ['other.eval_gemfile "x.rb"', []],
  ['Dir["*.rb"].each { |file| eval_gemfile file }', []],
])("a Gemfile names files to evaluate: %s", (source, gemfiles) => {
  expect(named(source)).toEqual({ folders: [], gemfiles });
});
