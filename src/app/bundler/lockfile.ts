/** A section of a lockfile: its title's line, and the line after its last non-empty one. */
export interface Section {
  readonly title: string;
  readonly start: number;
  readonly end: number;
}

/** A lockfile as Bundler wrote it, with the places of its parts: edits change the text, not a model. */
export interface Lockfile {
  readonly text: string;
  /** Without their line ends. */
  readonly lines: readonly string[];
  readonly eol: "\n" | "\r\n";
  readonly sections: readonly Section[];
  /** Gem -> version, platform suffixes dropped. */
  readonly locked: ReadonlyMap<string, string>;
  readonly platforms: readonly string[];
  /** Such as `ruby 3.3.0p0`. */
  readonly rubyVersion: string | undefined;
  readonly bundledWith: string | undefined;
}

/**
 * Reads a lockfile. Leaves alone what it does not know: Bundler reports what is wrong with the file (a merge conflict,
 * say).
 */
export function parseLockfile(text: string): Lockfile {
  const lines = text.split(/\r?\n/);
  const sections = findSections(lines);
  const body = (title: string) => {
    const section = sections.find((one) => one.title === title);
    return section === undefined ? [] : bodyOf({ lines }, section).map((line) => line.trim());
  };
  return {
    text,
    lines,
    eol: text.includes("\r\n") ? "\r\n" : "\n",
    sections,
    locked: lockedVersions(lines),
    platforms: body("PLATFORMS"),
    rubyVersion: body("RUBY VERSION")[0],
    bundledWith: body("BUNDLED WITH")[0],
  };
}

/** Returns the lines of a section below its title. */
export function bodyOf(
  { lines }: Pick<Lockfile, "lines">,
  { start, end }: Section,
): readonly string[] {
  return lines.slice(start + 1, end);
}

/** Returns the folders of path gems, as the lockfile has them: relative to the Gemfile. */
export function pathRemotes(lockfile: Lockfile): readonly string[] {
  return lockfile.sections
    .map((section) => pathRemote(lockfile, section))
    .filter((remote) => remote !== undefined);
}

/** Returns the folder that a section of path gems is about; undefined for any other section. */
export function pathRemote(lockfile: Lockfile, section: Section): string | undefined {
  if (section.title !== "PATH") return undefined;
  const line = bodyOf(lockfile, section).find((one) => one.startsWith("  remote: "));
  return line?.slice("  remote: ".length).trimEnd();
}

/** Finds `GEM`, `PATH`, `RUBY VERSION` and so on: lines that begin at the margin with a capital. */
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

/** Only gems are indented by four spaces: what they depend on by six, checksums by two. */
function lockedVersions(lines: readonly string[]): ReadonlyMap<string, string> {
  const locked = new Map<string, string>();
  for (const line of lines) {
    // `nokogiri (1.18.10-x86_64-linux-gnu)`
    const [, gem, version] = /^ {4}(\S+) \(([^-)]+)(?:-[^)]+)?\)\s*$/.exec(line) ?? [];
    if (gem !== undefined && !locked.has(gem)) locked.set(gem, version!);
  }
  return locked;
}
