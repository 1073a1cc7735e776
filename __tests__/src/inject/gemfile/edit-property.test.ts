import { expect, test } from "@jest/globals";
import { editGemfile } from "../../../../src/inject/gemfile/edit.ts";
import { loadRubyParser } from "../../../../src/inject/prism.ts";
import { type GeneratedGemfile, generateGemfile, type Line } from "./generate-gemfile.ts";

const seeds = Array.from({ length: 600 }, (_, seed) => seed);

const parse = await loadRubyParser();

const edit = (text: string) =>
  editGemfile(parse(text, "Gemfile"), parse, { gemPath: ".megamode/gem", lines: [] });

test("of any Gemfile, all but the ruby declarations and our gem stays as it was", () => {
  const kinds = new Set<string>();
  for (const seed of seeds) {
    const generated = generateGemfile(seed);
    for (const { kind } of generated.lines) kinds.add(kind);
    const edited = edit(generated.source);
    expect([seed, edited]).toEqual([seed, expected(generated)]);
    expect([seed, edit(edited)]).toEqual([seed, edited]);
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
  const code = (data === -1 ? lines : lines.slice(0, data)).map(lineAfterEdit);
  const behind = (data === -1 ? [] : lines.slice(data)).map(({ text }) => text);
  const bom = source.startsWith("\uFEFF") ? "\uFEFF" : "";
  const end = source.endsWith(eol) ? eol : "";
  return bom + [...code, ...ours, ...behind].join(eol) + end;
}

function lineAfterEdit({ text, kind, declaration }: Line): string {
  if (kind === "ruby") return text.replace(/^([ \t]*)(?=\S)/, "$1# ");
  return kind === "shared" ? text.replace(declaration!, "nil") : text;
}
