import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { editGemfile } from "../../../src/inject/gemfile/edit.ts";
import { loadRubyParser } from "../../../src/inject/prism.ts";
import { generateGemfile } from "../../src/inject/gemfile/generate-gemfile.ts";

const parse = await loadRubyParser();

const edit = (text: string) =>
  editGemfile(parse(text, "Gemfile"), parse, { gemPath: ".megamode/gem", lines: [] });

/**
 * Reads pairs of Gemfiles by Bundler, the first of each as if it had no `ruby`, and says where what they ask
 * for differs by anything but our gem, outside of all groups.
 */
const READ = `
require "bundler"
def read(file, patch)
  dsl = Bundler::Dsl.new
  patch.call(dsl)
  dsl.eval_gemfile(file)
  [dsl.dependencies, dsl.instance_variable_get(:@ruby_version)]
end
facts = lambda do |one|
  [one.name, one.requirement.to_s, one.groups, one.platforms, one.autorequire, one.source.to_s, one.should_include?]
end
Dir["#{ARGV[0]}/*.before"].sort.each do |file|
  before, = read(file, ->(dsl) { def dsl.ruby(*) = nil })
  after, ruby = read(file.sub(/before$/, "after"), ->(dsl) {})
  ours, others = after.partition { |one| one.name == "megamode" }
  raise "#{file}: a Ruby version" if ruby
  raise "#{file}: our gem" unless ours.map { |one| [one.groups, one.source.path.to_s] } == [[[:default], ".megamode/gem"]]
  raise "#{file}: other gems" unless before.map(&facts) == others.map(&facts)
  puts file
end
`;

test("Bundler reads what is made of it: the same gems as before, and ours in no group", () => {
  const dir = mkdtempSync(join(tmpdir(), "megamode-gemfiles-"));
  try {
    writeFileSync(join(dir, "Gemfile"), ""); // Bundler wants to be somewhere.
    const sample = Array.from({ length: 60 }, (_, index) => index * 10);
    for (const seed of sample) {
      const { source } = generateGemfile(seed);
      writeFileSync(join(dir, `${seed}.before`), source);
      writeFileSync(join(dir, `${seed}.after`), edit(source));
    }
    const said = execFileSync("ruby", ["-e", READ, dir], { encoding: "utf8", cwd: dir });
    expect(said.trimEnd().split("\n")).toHaveLength(sample.length);
  } finally {
    rmSync(dir, { recursive: true });
  }
});
