import type { Environment } from "./environment.ts";

/** Returns one problem for each given input that does not exist. */
export function unknownInputs(env: Environment, known: readonly string[]): readonly string[] {
  return Object.keys(env)
    .filter((key) => key.startsWith("INPUT_"))
    .map((key) => key.slice("INPUT_".length).toLowerCase())
    .filter((name) => !known.includes(name))
    .map((name) => {
      const meant = nearest(name, known);
      return `\`${name}\`: there is no such input.${meant ? ` Did you mean \`${meant}\`?` : ""}`;
    });
}

/** Finds the known name with the fewest edits; undefined if more than a third of the letters differ. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const most = Math.max(2, name.length / 3);
  const [best] = known
    .map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
    .filter(({ distance }) => distance <= most)
    .sort((a, b) => a.distance - b.distance);
  return best?.candidate;
}

/** Counts the letters to insert, delete or replace (Levenshtein). */
export function editDistance(from: string, to: string): number {
  const letters = [...to];
  let row = [0, ...letters.map((_, index) => index + 1)];
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (const [at, wanted] of letters.entries()) {
      const replaced = (row[at] ?? 0) + (letter === wanted ? 0 : 1);
      const deleted = (row[at + 1] ?? 0) + 1;
      const inserted = (next[at] ?? 0) + 1;
      next.push(Math.min(replaced, deleted, inserted));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
