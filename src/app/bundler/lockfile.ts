/** A section of a lockfile: its title's line, and the line behind its last one that is not empty. */
export interface Section {
  readonly title: string;
  readonly start: number;
  readonly end: number;
}

/** A lockfile as Bundler wrote it, with where its parts lie: edits are made to the text, not to a model. */
export interface Lockfile {
  readonly text: string;
  /** Without their line ends. */
  readonly lines: readonly string[];
  readonly eol: "\n" | "\r\n";
  readonly sections: readonly Section[];
  /** Gem -> version, platform suffixes dropped. */
  readonly locked: ReadonlyMap<string, string>;
  readonly platforms: readonly string[];
  readonly bundledWith: string | undefined;
}

/**
 * Reads a lockfile. Tolerant: what it does not know it leaves alone, and what is wrong with the file
 * (a merge conflict, say) is for Bundler to tell.
 */
export function parseLockfile(text: string): Lockfile {
  const lines = text.split(/\r?\n/);
  const sections = findSections(lines);
  return {
    text,
    lines,
    eol: text.includes("\r\n") ? "\r\n" : "\n",
    sections,
    locked: lockedVersions(lines, sections),
    platforms: bodies(lines, sections, "PLATFORMS"),
    bundledWith: bodies(lines, sections, "BUNDLED WITH")[0],
  };
}

/** `GEM`, `PATH`, `RUBY VERSION`: a line that begins at the margin with a capital. */
function findSections(lines: readonly string[]): readonly Section[] {
  const sections: Section[] = [];
  for (const [start, line] of lines.entries()) {
    if (!/^[A-Z]/.test(line)) continue;
    let end = start + 1;
    while (lines[end]?.startsWith(" ")) end += 1;
    sections.push({ title: line.trimEnd(), start, end });
  }
  return sections;
}

function lockedVersions(
  lines: readonly string[],
  sections: readonly Section[],
): ReadonlyMap<string, string> {
  const locked = new Map<string, string>();
  for (const { title, start, end } of sections) {
    if (title === "CHECKSUMS") continue;
    for (const line of lines.slice(start, end)) {
      // Four spaces: a gem. Six: what it depends on. `nokogiri (1.18.10-x86_64-linux-gnu)`.
      const match = /^ {4}(\S+) \(([^-)]+)(?:-[^)]+)?\)$/.exec(line.trimEnd());
      if (match !== null && !locked.has(match[1]!)) locked.set(match[1]!, match[2]!);
    }
  }
  return locked;
}

function bodies(lines: readonly string[], sections: readonly Section[], title: string): string[] {
  const section = sections.find((one) => one.title === title);
  if (section === undefined) return [];
  return lines.slice(section.start + 1, section.end).map((line) => line.trim());
}
