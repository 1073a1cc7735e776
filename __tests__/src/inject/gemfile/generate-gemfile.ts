/** A line of a generated Gemfile. */
export interface Line {
  readonly text: string;
  /** `ruby`: of a declaration, and nothing else. `shared`: beside `declaration` stands something else. */
  readonly kind: "other" | "ruby" | "shared";
  readonly declaration?: string;
}

export interface GeneratedGemfile {
  readonly source: string;
  readonly lines: readonly Line[];
  readonly eol: string;
}

type Random = (below: number) => number;

/** The same Gemfile for the same seed: a number that a failing test names is all it takes to see it again. */
export function generateGemfile(seed: number): GeneratedGemfile {
  const random = mulberry32(seed);
  const gems = { count: 0 };
  const lines = [
    ...(random(4) === 0 ? [other("# frozen_string_literal: true")] : []),
    other('source "https://rubygems.org"'),
    ...body(random, gems, 0),
    // What lies behind it is data.
    ...(random(8) === 0 ? ["__END__", 'ruby "2.0"', "gem 'data'"].map(other) : []),
  ];
  const eol = random(4) === 0 ? "\r\n" : "\n";
  const bom = random(8) === 0 ? "\uFEFF" : "";
  // An empty last line has its end already: there it is that of the line before.
  const end = random(4) === 0 && lines.at(-1)?.text !== "" ? "" : eol;
  return { source: bom + lines.map(({ text }) => text).join(eol) + end, lines, eol };
}

function body(random: Random, gems: { count: number }, depth: number): Line[] {
  const found: Line[] = [];
  for (let count = 1 + random(5); count > 0; count -= 1) {
    const next = random(10);
    if (next < 5) found.push(...plain(random, gems));
    else if (next < 7) found.push(...pick(random, DECLARATIONS).map(ruby));
    else if (next < 8) found.push(shared(random, gems));
    else if (depth < 3) found.push(...block(random, gems, depth));
  }
  const indent = depth === 0 ? "" : pick(random, ["", "  ", "\t"]);
  return found.map((line) => ({ ...line, text: line.text === "" ? "" : indent + line.text }));
}

const DECLARATIONS: readonly (readonly string[])[] = [
  ['ruby "3.3.0"'],
  ["ruby '~> 3.3' # pinned"],
  ['ruby ">= 3.1", "< 4"'],
  ['ruby "3.3.0", engine: "ruby", engine_version: "3.3.0"'],
  ["ruby RUBY_VERSION"],
  ['ruby("3.3.0")', ""],
  ['ruby "3.3.0" if ENV["NOBODY"]'],
  ['ruby "3.3.0" unless ENV["NOBODY"]'],
  ['ruby ENV["NOBODY"] || "3.3.0";'],
  ["ruby(", '  ">= 3.1", # from', "", '  "< 4"', ")"],
  ['ruby "3.3.0",', "  engine: 'ruby',", "  engine_version: '3.3.0'"],
  ["ruby \\", '  "3.3.0"'],
  ['ruby %q{3.3.0} # "é" ✓'],
  ['self.ruby "3.3.0"'],
  ["ruby <<~VERSION.strip", "  3.3.0", "VERSION"],
];

function plain(random: Random, gems: { count: number }): Line[] {
  gems.count += 1;
  const name = `g${gems.count}`;
  const forms: readonly (readonly string[])[] = [
    [`gem "${name}"`],
    [`gem '${name}', "~> 1.${random(9)}", require: false # ruby "3.3.0"`],
    [`gem("${name}", platforms: %i[ruby mri])`],
    [`gem "${name}", git: "https://example.com/${name}.git", tag: "v1"`],
    [`gem "${name}", path: "engines/${name}"`],
    [`gem "${name}",`, '    ">= 1",', "", "    require: nil"],
    [`gem "${name}" if ENV["NOBODY"].nil?`],
    ["# ruby '3.3.0' für Größe ✓"],
    [""],
    [`note_${name} = "ruby '3.3.0'"`],
    [`text_${name} = <<~TEXT`, '  ruby "3.3.0"', "TEXT"],
    [`ENV["NOBODY"] ? gem("${name}") : gem("${name}", ">= 2")`],
  ];
  return pick(random, forms).map(other);
}

/** Declarations that cannot be commented out without what stands beside them. */
function shared(random: Random, gems: { count: number }): Line {
  gems.count += 1;
  const declaration = pick(random, ['ruby("3.3.0")', "ruby RUBY_VERSION", "self.ruby('~> 3.3')"]);
  const text = pick(random, [
    `${declaration}; gem "g${gems.count}"`,
    `gem "g${gems.count}"; ${declaration}`,
    `if ENV["NOBODY"] then ${declaration} end`,
    `[1].each { |_| ${declaration} }`,
    `x${gems.count} = (${declaration})`,
    `x${gems.count} = [${declaration.replace(/^(self\.)?ruby ([A-Z_]+)$/, "ruby($2)")}]`,
  ]);
  return { text, kind: "shared", declaration: declarationIn(text) };
}

function declarationIn(text: string): string {
  return /(self\.)?ruby(\([^)]*\)| [A-Z_]+)/.exec(text)![0];
}

function block(random: Random, gems: { count: number }, depth: number): Line[] {
  const inner = () => body(random, gems, depth + 1);
  switch (random(8)) {
    case 0:
      return [other("group :production, :staging do"), ...inner(), other("end")];
    case 1:
      return [other('if ENV["NOBODY"]'), ...inner(), other("else"), ...inner(), other("end")];
    case 2:
      return [other('unless ENV["NOBODY"]'), ...inner(), other("end")];
    case 3:
      return [other("platforms :ruby do"), ...inner(), other("end")];
    case 4:
      return [other("begin"), ...inner(), other("rescue KeyError"), ...inner(), other("end")];
    case 5:
      return [
        other('case ENV["NOBODY"]'),
        other('when "a", "b"'),
        ...inner(),
        other("else"),
        ...inner(),
        other("end"),
      ];
    case 6:
      return [other("[1].each do |_|"), ...inner(), other("end")];
    default:
      return [other("install_if -> { true } do"), ...inner(), other("end")];
  }
}

function other(text: string): Line {
  return { text, kind: "other" };
}

function ruby(text: string): Line {
  return { text, kind: "ruby" };
}

function pick<T>(random: Random, from: readonly T[]): T {
  return from[random(from.length)]!;
}

/** https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
function mulberry32(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
