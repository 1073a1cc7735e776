import { type Lockfile, parseLockfile, type Section } from "../../app/bundler/lockfile.ts";

/**
 * The smallest edit after which Bundler accepts the lockfile, frozen, for the edited Gemfile: our gem
 * where Bundler itself would write it, and no Ruby version. No other gem is resolved again.
 * @param gem our gem: its version, where it lies, seen from the Gemfile, and what it is to run on
 */
export function editLockfile(
  text: string,
  gem: { readonly version: string; readonly path: string; readonly platform: string },
): string {
  let edited = withoutRubyVersion(text);
  edited = withPath(edited, gem.version, gem.path);
  edited = withLine(edited, "DEPENDENCIES", "  megamode!");
  if (!hasPlatform(parseLockfile(text).platforms, gem.platform) && isPortable(text)) {
    edited = withLine(edited, "PLATFORMS", `  ${gem.platform}`);
  }
  return withLine(edited, "CHECKSUMS", `  megamode (${gem.version})`);
}

/** Paths of the gems that are taken from folders, as the lockfile has them: relative to the Gemfile. */
export function pathGems(text: string): readonly string[] {
  const lock = parseLockfile(text);
  return lock.sections.flatMap((section) => remoteOf(lock, section) ?? []);
}

/** Gems of the one lockfile that the other has in another version, or not at all: `rack 3.0.8 -> 3.1.0`. */
export function movedVersions(before: string, after: string): readonly string[] {
  const now = parseLockfile(after).locked;
  return [...parseLockfile(before).locked].flatMap(([gem, version]) =>
    now.get(gem) === version ? [] : [`${gem} ${version} -> ${now.get(gem) ?? "none"}`],
  );
}

/** What only Bundler can write. @param text undefined where there is no lockfile */
export function lacks(
  text: string | undefined,
  platform: string,
): "lockfile" | "platform" | "nothing" {
  const lacking = lacksUnedited(text, platform);
  return lacking === "platform" && isPortable(text ?? "") ? "nothing" : lacking;
}

/** The same where no edit may add a platform either: Bundler installs for no platform that is not listed. */
export function lacksUnedited(
  text: string | undefined,
  platform: string,
): "lockfile" | "platform" | "nothing" {
  if (text === undefined) return "lockfile";
  return hasPlatform(parseLockfile(text).platforms, platform) ? "nothing" : "platform";
}

/** Whether no gem is locked in a form for one platform: then another platform needs no other gems. */
function isPortable(text: string): boolean {
  const lock = parseLockfile(text);
  return !lock.sections
    .filter(({ title }) => title === "GEM")
    .some(({ start, end }) =>
      lock.lines.slice(start, end).some((line) => /^ {4}\S+ \([^)]*-/.test(line)),
    );
}

/**
 * Whether the lockfile was made for this platform too. `ruby` fits all.
 * @param platform as RubyGems says it: `x86_64-linux`
 */
export function hasPlatform(platforms: readonly string[], platform: string): boolean {
  return platforms.some((one) => [platform, `${platform}-gnu`, "ruby"].includes(one));
}

function withoutRubyVersion(text: string): string {
  const lock = parseLockfile(text);
  const section = lock.sections.find(({ title }) => title === "RUBY VERSION");
  if (section === undefined) return text;
  // With the empty line that follows it.
  const end = lock.lines[section.end] === "" ? section.end + 1 : section.end;
  return replaced(lock, section.start, end, []);
}

function withPath(text: string, gemVersion: string, gemPath: string): string {
  const lock = parseLockfile(text);
  const ours = ["PATH", `  remote: ${gemPath}`, "  specs:", `    megamode (${gemVersion})`, ""];
  const there = lock.sections.find((section) => remoteOf(lock, section) === gemPath);
  if (there !== undefined) return replaced(lock, there.start, there.end, ours.slice(0, -1));
  // Bundler sorts git sources by URL and path sources behind them (as "source at `...`"), gems last.
  const next = lock.sections.find(
    (section) =>
      section.title !== "GIT" &&
      !(section.title === "PATH" && (remoteOf(lock, section) ?? "") < gemPath),
  );
  const at = next?.start ?? lock.lines.length;
  return replaced(lock, at, at, ours);
}

/** Puts a line where the section's order has its place; a section that is not there stays away. */
function withLine(text: string, title: string, line: string): string {
  const lock = parseLockfile(text);
  const section = lock.sections.find((one) => one.title === title);
  if (section === undefined) return text;
  const body = lock.lines.slice(section.start + 1, section.end);
  const name = nameOf(line);
  const same = body.findIndex((other) => nameOf(other) === name);
  if (same !== -1) {
    return replaced(lock, section.start + 1 + same, section.start + 2 + same, [line]);
  }
  const behind = body.findIndex((other) => nameOf(other) > name);
  const at = section.start + 1 + (behind === -1 ? body.length : behind);
  return replaced(lock, at, at, [line]);
}

function remoteOf(lock: Lockfile, { start, end, title }: Section): string | undefined {
  if (title !== "PATH") return undefined;
  const line = lock.lines.slice(start, end).find((one) => one.startsWith("  remote: "));
  return line?.slice("  remote: ".length).trimEnd();
}

/** `  rails (~> 7.2)` and `  engine!` without what follows the name. */
function nameOf(line: string): string {
  return line.trim().replace(/[ !].*$/, "");
}

function replaced(lock: Lockfile, start: number, end: number, lines: readonly string[]): string {
  return [...lock.lines.slice(0, start), ...lines, ...lock.lines.slice(end)].join(lock.eol);
}
