import { describe, expect, test } from "@jest/globals";
import { inert } from "../../../src/host/foreign-text.ts";
import { readRunnerLog } from "../../stand-ins/runner-log.ts";

const obeyed = (text: string) => readRunnerLog(text).commands.map(({ name }) => name);

describe("a workflow command in foreign text", () => {
  test.each([
    ["at the beginning", "::stop-commands::x", "\\::stop-commands::x"],
    ["with properties", "::set-output name=url::evil", "\\::set-output name=url::evil"],
    [
      "after blanks",
      " \t\u00a0\u3000::add-mask::production",
      " \t\u00a0\u3000\\::add-mask::production",
    ],
    ["after LF", "a\n::debug::x", "a\n\\::debug::x"],
    ["after a lone CR", "a\r::debug::x", "a\n\\::debug::x"],
    ["after CRLF", "a\r\n::debug::x\r\n", "a\n\\::debug::x\n"],
    [
      "after what a viewer takes for the end of a line",
      "a\u2028::error::x\u0085::error::y",
      "a\n\\::error::x\n\\::error::y",
    ],
    [
      "behind vertical tab and form feed",
      "\v::error::x\f::error::y",
      "\n\\::error::x\n\\::error::y",
    ],
    ["behind a control character", "\u0000\u0008::error::x", "\\::error::x"],
    ["behind a byte order mark", "\ufeff::error::x", "\\::error::x"],
    ["behind a colour", "\u001b[31m::error::x\u001b[0m", "\\::error::x"],
    ["behind a combining mark", "\u0301::error::x", "\u0301\\::error::x"],
    ["with a joiner in its middle", ":\u200d:error::x", "\\::error::x"],
    ["with three colons", ":::error::x", "\\:::error::x"],
    ["as it was written formerly", "##[add-mask]production", "##\\[add-mask]production"],
    [
      "of that kind in the middle of a line",
      "a ##[set-env name=A;]b ##[x]",
      "a ##\\[set-env name=A;]b ##\\[x]",
    ],
    ["of that kind with a joiner", "#\u200d#\u2060[add-mask]x", "##\\[add-mask]x"],
    ["of that kind with another sign before", "###[add-mask]x", "###\\[add-mask]x"],
    ["of that kind that a colour divides", "#\u001b[1m#[add-mask]x", "##\\[add-mask]x"],
  ])("%s is not obeyed, and can be read", (_, text, expected) => {
    const shown = inert(text);
    expect(shown).toBe(expected);
    expect(obeyed(shown)).toEqual([]);
  });

  // What it is worth that none of the above is obeyed.
  test("would be obeyed without the gate", () => {
    const text =
      "::group::a\n\u00a0::error::b\rx ##[add-mask]c\n#\u200d#[debug]d\n::stop-commands::e\n::debug::f";
    expect(obeyed(text)).toEqual(["group", "error", "add-mask", "debug", "stop-commands"]);
  });
});

test.each([
  ["ordinary text", "Rails::Engine: 100% of [a] ##b # [c] : :\n\tIndented"],
  ["other scripts", "Größe 日本語 👍 שלום"],
  ["two colons after a word", "  Gem::Specification::x"],
  ["nothing", ""],
])("%s stays as it is", (_, text) => {
  expect(inert(text)).toBe(text);
});

test.each([
  ["a title", "a\u001b]0;Deployed\u0007b", "ab"],
  ["a link", "\u001b]8;;https://evil.example\u001b\\name\u001b]8;;\u001b\\", "name"],
  ["what clears the screen", "a\u001b[2J\u001b[1;1Hb\u009b2Jc", "abc"],
  ["what hides text", "a\u001b[8mb\u001b[0mc", "abc"],
  ["an unfinished sequence, but not what follows", "a\u001b]0;b", "a]0;b"],
  ["what turns the direction of writing", "a\u202eb\u2066c", "abc"],
  ["backspaces", "secret\b\b\bx", "secretx"],
])("a terminal gets no control sequence: %s is left out", (_, text, expected) => {
  expect(inert(text)).toBe(expected);
});

/** mulberry32: the same numbers in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

test("no text, however it is put together, holds a command or loses a letter", () => {
  const colour = "\u001b[31m";
  const parts = [
    ..."::error::|##[debug]|::stop-commands::x|::|::|:|#|##[|[|]|set-output name=url|error|x|%0A|\\".split(
      "|",
    ),
    ..."\r\n\t\v\f \u00a0\u1680\u2003\u2028\u2029\u3000\u0085\u0000\u0007\u00ad\u034f\u200b\u200d\u2060",
    ..."\ufeff\ufe0f\u0301\u115f\u180e\u{e0001}",
    String.fromCharCode(0xd800), // Half of a pair.
    ...["\r\n", "\u001b", colour, "\u001b]0;\u0007"],
  ];
  const random = numbers(1);
  const letters = (text: string) => text.replaceAll(colour, "").match(/[a-z]/g)?.join("");
  const texts = Array.from({ length: 20_000 }, () =>
    Array.from({ length: 1 + random(10) }, () => parts[random(parts.length)]).join(""),
  );
  expect(texts.filter((text) => obeyed(text).length > 0).length).toBeGreaterThan(1000);
  expect(texts.filter((text) => obeyed(inert(text)).length > 0)).toEqual([]);
  // Another escape character would take what follows for its own.
  const lost = texts.filter(
    (text) =>
      !text.replaceAll(colour, "").includes("\u001b") && letters(inert(text)) !== letters(text),
  );
  expect(lost).toEqual([]);
});

test.each(["\u0090", "\u009d", "\u001b]", "\u001b[", "\u009b0;", "##[", "::", "\u200d", "\r"])(
  "a long line of %j alone is made harmless in a moment",
  (text) => {
    const start = performance.now();
    inert(text.repeat(30_000));
    expect(performance.now() - start).toBeLessThan(500);
  },
);
