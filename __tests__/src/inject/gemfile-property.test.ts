import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "@jest/globals";
import { editGemfile } from "../../../src/inject/gemfile/edit.ts";
import { loadRubyParser, type RubyParser } from "../../../src/inject/prism.ts";
import { type GeneratedGemfile, generateGemfile, type Line } from "./generate-gemfile.ts";

const seeds = Array.from({ length: 600 }, (_, seed) => seed);

let parse: RubyParser;
beforeAll(async () => {
  parse = await loadRubyParser();
});

test("of any Gemfile, all but the ruby declarations and our gem stays as it was", () => {
  const kinds = new Set<string>();
  for (const seed of seeds) {
    const generated = generateGemfile(seed);
    for (const { kind } of generated.lines) kinds.add(kind);
    const edited = editGemfile(generated.source, parse);
    expect([seed, edited]).toEqual([seed, expected(generated)]);
    expect([seed, editGemfile(edited, parse)]).toEqual([seed, edited]);
  }
  expect([...kinds].sort()).toEqual(["other", "ruby", "shared"]);
});

/** What the edited file must be, told from the lines that the generator made. */
function expected({ source, lines, eol }: GeneratedGemfile): string {
  const ours = [
    "# Added by megamode-deploy: lets the app run on AWS Lambda.",
    'gem "megamode", path: ".megamode/gem"',
  ];
  const data = lines.findIndex(({ text }) => text === "__END__");
  const code = (data === -1 ? lines : lines.slice(0, data)).map(edited);
  const behind = (data === -1 ? [] : lines.slice(data)).map(({ text }) => text);
  const bom = source.startsWith("\uFEFF") ? "\uFEFF" : "";
  const end = source.endsWith(eol) ? eol : "";
  return bom + [...code, ...ours, ...behind].join(eol) + end;
}

function edited({ text, kind, declaration }: Line): string {
  if (kind === "ruby") return text.replace(/^([ \t]*)(?=\S)/, "$1# ");
  return kind === "shared" ? text.replace(declaration!, "nil") : text;
}

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
    const sample = seeds.filter((seed) => seed % 10 === 0);
    for (const seed of sample) {
      const { source } = generateGemfile(seed);
      writeFileSync(join(dir, `${seed}.before`), source);
      writeFileSync(join(dir, `${seed}.after`), editGemfile(source, parse));
    }
    const said = execFileSync("ruby", ["-e", READ, dir], { encoding: "utf8", cwd: dir });
    expect(said.trimEnd().split("\n")).toHaveLength(sample.length);
  } finally {
    rmSync(dir, { recursive: true });
  }
});
