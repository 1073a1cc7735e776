/** A variable as an input gives it. */
export interface GivenVariable {
  readonly name: string;
  /** Undefined if the line is a name alone: the value is found elsewhere. */
  readonly value: string | undefined;
  /** Where it begins in the input, from 1. */
  readonly line: number;
}

const FORM = /^([A-Za-z_][A-Za-z0-9_]*)(?:\s*(=|<<)\s*(.*))?$/;

/**
 * Parses lines that are `KEY=value`, a `KEY` alone, or `KEY<<END` with the value's lines and then `END` alone, as in
 * GITHUB_OUTPUT. Nothing within such a value is interpreted, and it keeps its own ends of lines. Elsewhere blank lines
 * and lines that begin with `#` count for nothing. Quotes belong to the value.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#multiline-strings
 * @throws Error that names the line and shows nothing of it: it may hold a secret
 */
export function variableLines(text: string): readonly GivenVariable[] {
  const rows = text.split("\n");
  const found: GivenVariable[] = [];
  for (let at = 0; at < rows.length; at += 1) {
    const row = (rows[at] ?? "").trim();
    if (row === "" || row.startsWith("#")) continue;
    const [, name, sign, rest = ""] = FORM.exec(row) ?? [];
    if (name === undefined) {
      throw new Error(
        `line ${at + 1} is none of \`KEY=value\`, \`KEY<<END\` and \`KEY\`. A value of several lines stands between \`KEY<<END\` and a line \`END\`.`,
      );
    }
    const line = at + 1;
    if (sign === "<<") {
      const end = endOf(rows, at, rest);
      if (end === undefined) {
        throw new Error(
          `the value of ${said({ name, line })}, which begins at line ${line}, has no end: no later line is the word after \`<<\`, and nothing else.`,
        );
      }
      const value = rows
        .slice(at + 1, end)
        .join("\n")
        .replace(/\r$/, "");
      found.push({ name, value, line });
      at = end;
    } else {
      found.push({ name, value: sign === "=" ? rest : undefined, line });
    }
  }
  return found;
}

/**
 * Returns how a message names a variable. What is not written as names of variables are may be a secret that slipped in,
 * such as a key's last line.
 */
export function said({ name, line }: Pick<GivenVariable, "name" | "line">): string {
  return /^[A-Z][A-Z0-9_]*$/.test(name) ? `\`${name}\`` : `the variable of line ${line}`;
}

/** Returns the row of the line that ends a value. It may end with CRLF, as the whole input may. */
function endOf(rows: readonly string[], start: number, word: string): number | undefined {
  const end = rows.findIndex((row, at) => at > start && row.replace(/\r$/, "") === word);
  return word === "" || end < 0 ? undefined : end;
}
