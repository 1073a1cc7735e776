/** Characters within a line that Markdown, HTML, or GitHub's mentions and formulas take for their own. */
const SPECIAL = /[&<>`*_~|\\[\]@$]/g;

/** Where GitHub makes a link of a text by itself: `https://...`, `www....` */
const LINK = /(?<=:)\/|(?<=\bwww)\./gi;

/** A URL in which nothing has a meaning in Markdown. */
const PLAIN_URL = /^https?:\/\/[\w.:/-]+$/;

/**
 * Escapes text that others wrote, for a place within a line of Markdown or a cell of a table: it stays there, and reads as
 * it was written. Entities work in both: https://github.github.com/gfm/#entity-and-numeric-character-references
 */
export function escaped(text: string): string {
  const entity = (char: string) => `&#${char.charCodeAt(0)};`;
  return (
    oneLine(text)
      .replace(SPECIAL, entity)
      .replace(LINK, entity)
      // GitHub looks for mentions after it has resolved entities. This one is a space without width.
      .replaceAll("&#64;", "&#64;&#8203;")
  );
}

/** Returns a row of a table. */
export function row(cells: readonly string[]): string {
  return `| ${cells.map(escaped).join(" | ")} |`;
}

/** Returns a code span that its content cannot end. Not for a table. */
export function code(text: string): string {
  const line = oneLine(text).trim() || " ";
  const pad = /^`|`$/.test(line) ? " " : "";
  const fence = fenceFor(line, 1);
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** Returns a code block that its content cannot end. */
export function block(language: string, text: string): string {
  const fence = fenceFor(text, 3);
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
}

/** Returns a link to a URL; text if anything in it could end the link. */
export function link(url: string): string {
  return PLAIN_URL.test(url) ? `[${url}](${url})` : escaped(url);
}

/** Returns more backticks than the text has in a row. */
function fenceFor(text: string, least: number): string {
  const longest = Math.max(...(text.match(/`+/g) ?? []).map((run) => run.length), 0);
  return "`".repeat(Math.max(least, longest + 1));
}

/** Joins lines, and leaves out what nobody sees: it may hide or reorder text. */
function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/[\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu, "");
}
