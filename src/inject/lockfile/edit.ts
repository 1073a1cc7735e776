import { bodyOf, type Lockfile, pathRemote } from "../../app/bundler/lockfile.ts";
import { canAddPlatform, hasPlatform } from "./missing.ts";

/** Lines that stand in for some of the lockfile's. */
interface Patch {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/**
 * Makes the smallest edit after which Bundler accepts the lockfile, frozen, for the edited Gemfile: our gem where
 * Bundler itself would write it, and no Ruby version. No other gem is resolved again.
 * @param gem our gem: its version, its path seen from the Gemfile, and the platform it is to run on
 */
export function editLockfile(
  lockfile: Lockfile,
  gem: { readonly version: string; readonly path: string; readonly platform: string },
): string {
  const { platform } = gem;
  const addsPlatform = !hasPlatform(lockfile, platform) && canAddPlatform(lockfile);
  return patched(lockfile, [
    ...withoutRubyVersion(lockfile),
    withPath(lockfile, gem.path, gem.version),
    ...withLine(lockfile, "DEPENDENCIES", "  megamode!"),
    ...(addsPlatform ? withLine(lockfile, "PLATFORMS", `  ${platform}`) : []),
    ...withLine(lockfile, "CHECKSUMS", `  megamode (${gem.version})`),
  ]);
}

function patched({ lines, eol }: Lockfile, patches: readonly Patch[]): string {
  const edited = [...lines];
  // From the last to the first, so that what is still ahead keeps its lines' numbers.
  for (const one of patches.toSorted((a, b) => b.end - a.end)) {
    edited.splice(one.start, one.end - one.start, ...one.lines);
  }
  return edited.join(eol);
}

function withoutRubyVersion({ sections, lines }: Lockfile): readonly Patch[] {
  return sections
    .filter(({ title }) => title === "RUBY VERSION")
    .map(({ start, end }) => ({
      start,
      // With the empty line that follows it.
      end: lines[end] === "" ? end + 1 : end,
      lines: [],
    }));
}

function withPath(lockfile: Lockfile, path: string, version: string): Patch {
  const lines = ["PATH", `  remote: ${path}`, "  specs:", `    megamode (${version})`];
  // Wherever it stands: a lockfile may have been merged by hand.
  const ours = lockfile.sections.find((section) => pathRemote(lockfile, section) === path);
  if (ours !== undefined) return { ...ours, lines };
  // Bundler sorts git sources by URL, then path sources (as "source at `...`"), then gems.
  const next = lockfile.sections.find((section) => {
    if (section.title === "GIT") return false;
    const remote = pathRemote(lockfile, section);
    return remote === undefined || remote > path;
  });
  const start = next?.start ?? lockfile.lines.length;
  return { start, end: start, lines: [...lines, ""] };
}

/** Inserts a line in the section's order; makes no section that is missing. */
function withLine(lockfile: Lockfile, title: string, line: string): readonly Patch[] {
  const section = lockfile.sections.find((one) => one.title === title);
  if (section === undefined) return [];
  const name = nameOf(line);
  const names = bodyOf(lockfile, section).map(nameOf);
  const same = names.indexOf(name);
  const next = same === -1 ? names.findIndex((other) => other > name) : same;
  const start = next === -1 ? section.end : section.start + 1 + next;
  return [{ start, end: same === -1 ? start : start + 1, lines: [line] }];
}

/** Returns `rails` of `  rails (~> 7.2)`, and `engine` of `  engine!`. */
function nameOf(line: string): string {
  return line.replace(/^ +/, "").replace(/[ !].*$/, "");
}
