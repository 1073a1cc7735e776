import {
  cpSync,
  existsSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { makeAppPack } from "../../../src/bundle/compile-cache/app-pack.ts";
import { makeCodePack } from "../../../src/bundle/compile-cache/code-pack.ts";
import { systemClock } from "../../../src/host/clock.ts";
import { openBuildRoot } from "../../../src/host/root/build-root.ts";
import type { BuildRoot } from "../../../src/ports/build-root.ts";
import { writeTree } from "../../tree.ts";

const FOLDER = "gems/ruby/3.1.0/gems/kinds-1/lib";

/** What of a loaded file a program can tell, one file each. */
const KINDS = {
  place: `[__FILE__, __dir__, __LINE__, caller_locations(0, 1)[0].absolute_path, binding.source_location]`,
  method: `def of_place(a, b = 1, *c, d:, **e, &f); end
    [method(:of_place).source_location, method(:of_place).parameters, proc { |x, (y, z)| }.parameters]`,
  error: `begin
      raise ArgumentError, "no"
    rescue => error
      [error.message, error.backtrace]
    end`,
  misspelled: `begin
      "".lenght + 1
    rescue NoMethodError => error
      [error.message, error.backtrace.first]
    end`,
  frozen: `# frozen_string_literal: true\n["a".frozen?, "a#{1}".frozen?]`,
  thawed: `["a".frozen?, "a".equal?("a")]`,
  encoded: `# encoding: euc-jp\n["a".encoding.name, __ENCODING__.name]`,
  unicode: `["é→", :"ü", /ß/.source, "\\u{1F600}".length]`,
  numbers: `[1 << 80, 1.5e300, 2r.to_s, 3i.to_s, (1..nil).inspect, "a".."c"]`,
  super: `class Above; def m(*a) = a; end; class Below < Above; def m(*) = -> { super }.call; end
    Below.new.m(1, 2)`,
  pattern: `case { a: [1, { b: 2 }] }
    in { a: [Integer => x, { b: b }] } then [x, b]
    end`,
  refined: `module Louder; refine(String) { def loud = upcase + "!" }; end; using Louder; "a".loud`,
  relative: `require_relative "sub/part"; PART`,
  "sub/part": `PART = __FILE__`,
  late: `[defined?(yield), (->(x) { x * 2 } >> ->(x) { x + 1 }).(2)]`,
  loops: `r = []; i = 0; while i < 3; i += 1; next if i == 2; r << i; end; begin; r << 9; raise "x"; rescue; retry if r.size < 4; ensure; r << 0; end; r`,
} as const;

/** These are left to the start: Ruby warns of one, does not understand another, and has no room for the last. */
const LEFT = {
  warned: `{ a: 1, a: 2 }`,
  broken: `def of broken(`,
  deep: `1${" + 1".repeat(100_000)}`,
} as const;

/** What tells whether a file was run. */
const RUNS = `BEGIN { File.write("/tmp/mm/has-run", "") }; File.write("/tmp/mm/has-run", "")`;

/** Loads every file, and says what it is and which files came from the pack. */
const ASK = `
require "json"
taken = []
if RubyVM::InstructionSequence.respond_to?(:load_iseq)
  RubyVM::InstructionSequence.singleton_class.prepend(Module.new do
    define_method(:load_iseq) { |path| super(path)&.tap { taken << path } }
  end)
end
kinds = Dir["/tmp/mm/${FOLDER}/**/*.rb"].sort.map do |file|
  loaded = begin
    require(file)
  rescue SyntaxError, SystemStackError => error
    error.message
  end
  [File.basename(file), loaded, $kind]
end
puts JSON.generate("kinds" => kinds, "taken" => taken.map { |path| path.delete_prefix("/tmp/mm/${FOLDER}/").delete_suffix(".rb") }.sort)
`;

let root: BuildRoot;
const names = [...Object.keys(KINDS), ...Object.keys(LEFT)];

/** Starts Ruby as the server is started. */
async function run(script: string, options: { pack?: boolean; env?: Record<string, string> } = {}) {
  const pack = "-r/tmp/mm/app/.megamode/gem/lib/megamode/code_pack.rb";
  const args = [...(options.pack === false ? [] : [pack]), "-e", script];
  const env = { LC_ALL: "C.UTF-8", ...options.env };
  const { status, stdout, output } = await root.shell.run({
    ...{ file: "/tmp/mm/bin/ruby", args, cwd: "/tmp/mm/app", env },
  });
  if (status !== 0) throw new Error(output);
  return { stdout, output };
}
/** What came from the pack, by the names of the files. */
const taken = async (): Promise<readonly string[]> => JSON.parse((await run(ASK)).stdout).taken;
const packable = Object.keys(KINDS).sort();
const inPack = (name: string) => join(root.backing, "cache/pack", name);

const make = (loaded = names.map((name) => `/tmp/mm/${FOLDER}/${name}.rb`)) => {
  return makeCodePack(root, { env: { LC_ALL: "C.UTF-8" }, defaults: {} }, loaded, () => {});
};

beforeAll(async () => {
  root = await openBuildRoot("the test of the code pack", systemClock, () => {});
  const files = Object.entries({ ...KINDS, ...LEFT }).map(([name, code]) => {
    const [comment, rest] = code.startsWith("#") ? code.split("\n") : ["", code];
    return [`${FOLDER}/${name}.rb`, `${comment}\n$kind = begin\n${rest}\nend\n`];
  });
  writeTree(root.backing, { ...Object.fromEntries(files), "bin/none": "", "gems/plain.rb": "1" });
  symlinkSync("/usr/bin/ruby", join(root.backing, "bin/ruby"));
  const gem = resolve(import.meta.dirname, "../../../runtime/gem");
  cpSync(gem, join(root.backing, "app/.megamode/gem"), { recursive: true });
});
afterAll(() => root?.close());

describe("a file that comes from the pack", () => {
  test("is what Ruby makes of its source, in all that a program can tell", async () => {
    expect(await make()).toEqual(["cache/pack/code", "cache/pack/index"]);
    const [plain, packed] = [await run(ASK, { pack: false }), await run(ASK)];
    const [expected, told] = [JSON.parse(plain.stdout), JSON.parse(packed.stdout)];
    expect(told.kinds).toEqual(expected.kinds);
    expect(told.kinds).toHaveLength(names.length);
    // Ruby itself compiled the file of which it warns, and failed at the broken one.
    expect([expected.taken, told.taken]).toEqual([[], packable]);
    const warnings = ({ output }: { output: string }) => output.match(/^.*warning:.*$/gm);
    expect(warnings(plain)).toEqual([expect.stringContaining("warned.rb:3")]);
    expect(warnings(packed)).toEqual(warnings(plain));
  });

  test("may be the app's own, in a pack beside that of the gems, and is told from a changed one", async () => {
    await make();
    writeTree(root.backing, { "app/own.rb": 'OWN = "compiled"', "app/changed.rb": "CHANGED = 1" });
    const ruby = { env: { LC_ALL: "C.UTF-8" }, defaults: {} };
    expect(await makeAppPack(root, ruby, [], () => {})).toEqual([
      "cache/pack-of-app/code",
      "cache/pack-of-app/index",
    ]);
    // Same size, same time: only the pack still has what it was.
    const own = join(root.backing, "app/own.rb");
    const { atime, mtime } = statSync(own);
    writeTree(root.backing, { "app/own.rb": 'OWN = "by Ruby!"', "app/changed.rb": "CHANGED = 23" });
    utimesSync(own, atime, mtime);
    const script = 'require "./own"; require "./changed"; print OWN, CHANGED';
    expect((await run(script)).stdout).toBe("compiled23");
    expect((await run(script, { pack: false })).stdout).toBe("by Ruby!23");
  });

  test("was not run when it was packed", async () => {
    writeTree(root.backing, { "gems/runs.rb": RUNS });
    expect(await make(["/tmp/mm/gems/runs.rb"])).toHaveLength(2);
    expect(existsSync(join(root.backing, "has-run"))).toBe(false);
    await run('require "/tmp/mm/gems/runs.rb"');
    expect(existsSync(join(root.backing, "has-run"))).toBe(true);
  });

  test("has the same bytes in another pack of the same files", async () => {
    const read = () => ["code", "index"].map((name) => readFileSync(inPack(name)).toString("hex"));
    await make();
    const first = read();
    await make();
    expect(read()).toEqual(first);
  });

  test.each([
    ["a process that counts the lines that run", `require "coverage"; Coverage.start\n${ASK}`, {}],
    ["Ruby told to warn", ASK, { RUBYOPT: "-w" }],
    ["Ruby told to freeze strings", ASK, { RUBYOPT: "--enable-frozen-string-literal" }],
    ["a process that has told Ruby to warn", `$VERBOSE = true\n${ASK}`, {}],
    [
      "a process that has told Ruby to freeze strings",
      `RubyVM::InstructionSequence.compile_option = { frozen_string_literal: true }\n${ASK}`,
      {},
    ],
  ])("is compiled all the same by %s", async (_, script, env) => {
    const [plain, packed] = [await run(script, { pack: false, env }), await run(script, { env })];
    expect(JSON.parse(packed.stdout)).toEqual(JSON.parse(plain.stdout));
    expect(packed.output.match(/warning:/g)).toEqual(plain.output.match(/warning:/g));
  });

  test("can be loaded in a ractor, and after the app has closed all files", async () => {
    const ractor = `(r = Ractor.new { load "/tmp/mm/gems/plain.rb" }).respond_to?(:value) ? r.value : r.take`;
    expect((await run(`print((${ractor}))`, { env: { RUBYOPT: "-W0" } })).stdout).toBe("true");
    const closed = `ObjectSpace.each_object(IO) { |io| io.close if !io.closed? && io.fileno > 2 }\n`;
    expect(JSON.parse((await run(closed + ASK)).stdout)).toMatchObject({
      ...{ kinds: names.map(() => expect.anything()), taken: [] },
    });
  });
});

describe("nothing is taken", () => {
  const nothing = async () => expect(await taken()).toEqual([]);

  test("of a file that has changed since", async () => {
    await make();
    const file = join(root.backing, FOLDER, "frozen.rb");
    const before = readFileSync(file, "utf8");
    writeFileSync(file, before.replace("true", "nil "));
    expect(await taken()).toEqual(packable.filter((name) => name !== "frozen"));
    writeFileSync(file, before);
  });

  test.each([
    [
      "of another Ruby",
      "index",
      (bytes: Buffer) => swap(bytes, "x86_64", "y86_64", "aarch64", "barch64"),
    ],
    ["from a file that is no pack", "index", () => Buffer.from("no pack")],
    ["from a pack that is cut off", "code", () => Buffer.from("")],
    ["from a pack that is broken", "code", (bytes: Buffer) => Buffer.alloc(bytes.length, 1)],
  ])("%s", async (_, name, broken) => {
    await make();
    const bytes = readFileSync(inPack(name));
    truncateSync(inPack(name));
    writeFileSync(inPack(name), broken(bytes));
    await nothing();
  });

  test("where there is none", async () => {
    writeFileSync(inPack("index"), "");
    await nothing();
  });
});

/** Puts one word in the place of another of the same length, whichever is there. */
function swap(bytes: Buffer, ...pairs: readonly string[]): Buffer {
  let text = bytes.toString("latin1");
  for (let at = 0; at < pairs.length; at += 2)
    text = text.replace(pairs[at] ?? "", pairs[at + 1] ?? "");
  expect(text).not.toBe(bytes.toString("latin1"));
  return Buffer.from(text, "latin1");
}
