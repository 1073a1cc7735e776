import { describe, expect, test } from "@jest/globals";
import type { ColdStart } from "../../../contract/messages.ts";
import type { Part } from "../../../src/bundle/parts.ts";
import { renderSummary } from "../../../src/report/summary.ts";

/** All text in a summary that comes from an app, its gems, a record or AWS. */
function summaryOf(text: string): string {
  const part = { kind: "gem", name: text, bytes: 2048, saved: 1024 } as const;
  // As a record may hold it that nobody checked.
  const planted = { kind: text, name: text, bytes: text } as unknown as Part;
  const ref = { name: "app", prefix: text, pieces: [], bytes: 1, unpackedBytes: 2 } as const;
  const uploaded = { ...ref, name: text as "app" };
  return renderSummary(
    text,
    {
      archives: [{ ref, folder: "/", parts: [part, planted] }],
      injectionDiff: `--- a\n+++ b\n+${text}\n`,
      describes: `Ruby ${text}, gems from ${text}.`,
    },
    {
      url: `https://x.example/ ${text}`,
      functionName: text,
      version: text,
      previousVersion: text,
      changes: [{ kind: "release-version", because: [text] }],
      uploaded: [{ ref: uploaded, bytes: 5 }],
      bundleDigest: text,
      coldStart: { fetchMs: text, unpackMs: 1, bootMs: 1, totalMs: text } as unknown as ColdStart,
      answer: { status: 200, milliseconds: 12 },
    },
  );
}

/** What a summary is made of, without the text in it: headings, rows and cells, tags, links, code blocks. */
function structure(markdown: string): readonly string[] {
  const found: string[] = [];
  let fence: string | undefined;
  for (const line of markdown.split(/\r\n|[\n\r]/)) {
    const [, ticks] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? [];
    if (fence !== undefined) {
      if (ticks?.startsWith(fence) && line.trim() === ticks) fence = undefined;
      continue;
    }
    fence = ticks;
    if (ticks) found.push("block");
    if (ticks || line.trim() === "") continue;
    const text = line.replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, "code");
    const kind = /^\s*(#+ |[-+*] |>|\d+[.)] |[-=]+\s*$|\|)?/.exec(text)?.[1] ?? "text";
    const marks = text.match(/<[^>]*>?|(?<!\\)\||\]\(|!\[|`|\*|@\w|:\/\/|www\./g) ?? [];
    found.push([kind, ...marks].join(" "));
  }
  return found;
}

/** A URL is shown as text where it is not a plain one. */
const withoutHeading = (markdown: string) => structure(markdown).slice(1);

describe("a name of somebody else's", () => {
  const plain = withoutHeading(summaryOf("plain"));

  test.each([
    "<img src=x onerror=alert(1)>",
    "</details>\n\n## [Deployed](https://evil.example)",
    "a | b | c",
    "a \\| b \\\\| c",
    "`",
    "```",
    "`````\n</details>\n",
    "a`b``c",
    "](javascript:alert(1))",
    "[Deployed](https://evil.example)",
    "![x](https://evil.example/x.png)",
    "<!--",
    "--> x",
    "<details><summary>x</summary>",
    "@org/everybody",
    "*bold* **x**",
    "https://evil.example www.evil.example",
    "\r\n| a | b | c | d |\r\n",
    "\n\n# Deployed\n\n- x\n\n> y\n\n1. z\n===\n---\n",
    "\u2028| a |\u2029\u0085\u000b\u000c",
    "\u202e<b>\u200b",
    "&lt;b&gt; &#96; &#124;",
    "<",
    ">",
    "\\",
    "|",
    "",
  ])("leaves the summary's structure as it is: %j", (text) => {
    const shown = summaryOf(text);
    expect(withoutHeading(shown)).toEqual(plain);
    expect(structure(shown)[0]).toBe(structure(summaryOf("a b"))[0]);
  });

  test("would change it if nothing was escaped", () => {
    for (const text of ["<b>", "| a", "`", "\n# x", "[a](b)", "\n```\n"]) {
      expect(withoutHeading(summaryOf("plain").replace("serves.", text))).not.toEqual(plain);
    }
  });
});
