/**
 * Ends of a line. The runner reads lines with .NET, which also ends one at a lone CR; a viewer of the log may end one at
 * any of them.
 */
const LINE_END = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/;

/** A terminal's control sequence, or its longer relative (a title, a link): it may hide or overwrite text. */
const ESCAPE = new RegExp(
  [
    String.raw`(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]`,
    String.raw`(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u0090\u0098\u009c-\u009f]*(?:\u0007|\u001b\\|\u009c)`,
  ].join("|"),
  "g",
);

/**
 * What nobody sees: controls, directions of writing, joiners. Some hide or reorder text, and .NET ignores some when it
 * compares, so that `#<joiner>#[` may count as `##[`.
 */
const INVISIBLE = /(?!\t)[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

/** The beginning of a command, `::name`, where nothing visible stands before it. */
const COMMAND = /^([^\p{L}\p{N}\p{P}\p{S}]*)::/u;

/** The beginning of a command as it was written formerly, `##[name]`. The runner finds it anywhere in a line. */
const OLD_COMMAND = /##\[/g;

/**
 * Makes text that others wrote harmless where it is printed: the runner finds no workflow command in it, and a terminal
 * no control sequence. A backslash keeps what looks like a command from being one: it is visible, and no comparison
 * ignores it.
 * @returns lines that end with LF, as many as a viewer of the text might have seen
 */
export function inert(text: string): string {
  return text
    .split(LINE_END)
    .map((line) =>
      line
        .replace(ESCAPE, "")
        .replace(INVISIBLE, "")
        .replace(COMMAND, "$1\\::")
        .replace(OLD_COMMAND, "##\\["),
    )
    .join("\n");
}
