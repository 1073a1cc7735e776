import { beforeAll, describe, expect, test } from "@jest/globals";
import {
  bundlerPath,
  chooseRepository,
  stagedPath,
} from "../../../../src/inject/copy/repository.ts";
import { gemfilePaths } from "../../../../src/inject/gemfile/paths.ts";
import { loadRubyParser, type RubyParser } from "../../../../src/inject/prism.ts";

let parse: RubyParser;
beforeAll(async () => {
  parse = await loadRubyParser();
});

describe("the paths that a Gemfile names", () => {
  const named = (source: string) =>
    gemfilePaths(parse(source).value, "/repo/gemfiles/common.rb", "/repo/apps/web");

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
    ['gem "a", path: ENV["A"]', []],
    ['gem "a", github: "x/path"', []],
  ])("%s", (source, folders) => {
    expect(named(source)).toEqual({ folders, gemfiles: [] });
  });

  test.each([
    ['eval_gemfile "../Gemfile.local"', ["/repo/Gemfile.local"]],
    [
      'eval_gemfile(File.expand_path("x.rb", __dir__)) if File.exist?("x.rb")',
      ["/repo/gemfiles/x.rb"],
    ],
    ['instance_eval File.read("x.rb")', ["/repo/gemfiles/x.rb"]],
    ['Dir["*.rb"].each { |file| eval_gemfile file }', []],
  ])("to evaluate them: %s", (source, gemfiles) => {
    expect(named(source)).toEqual({ folders: [], gemfiles });
  });
});

describe("what lies outside of the app", () => {
  const choose = (folders: string[], files: string[] = []) =>
    chooseRepository("/r/apps/web", { folders, files });

  test("is nothing where all lies in the app", () => {
    expect(
      choose(["/r/apps/web", "/r/apps/web/engines/a"], ["/r/apps/web/Gemfile"]),
    ).toBeUndefined();
  });

  test("lies in the staged app as it lies in the repository, the widest folder for what is in it", () => {
    const repository = choose(
      ["/r/lib/a", "/r/lib/a/b", "/r/apps/web-old"],
      ["/r/apps/web/Gemfile"],
    );
    expect(repository).toEqual({ top: "/r", folders: ["/r/apps/web-old", "/r/lib/a"], files: [] });
    expect(bundlerPath("/r/apps/web", repository, "Gemfile")).toBe(
      ".megamode/repository/apps/web/Gemfile",
    );
    expect(stagedPath("/r/apps/web", repository, "Gemfile")).toBe("Gemfile");
    expect(stagedPath("/r/apps/web", repository, "../../Gemfile")).toBe(
      ".megamode/repository/Gemfile",
    );
  });

  test("may be the folder around the app", () => {
    expect(choose(["/r"], ["/r/Gemfile"])).toMatchObject({ top: "/r", folders: ["/r"] });
  });

  test("has a folder in common with it, below the root of the machine", () => {
    expect(() => choose(["/opt/gems/a"])).toThrow("`/opt/gems/a`");
  });
});
