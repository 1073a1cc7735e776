import { parseLockfile } from "../../app/bundler/lockfile.ts";
import { UserError } from "../../errors.ts";
import type { Injection } from "../injection.ts";

/**
 * The injection with the lockfile as Bundler left it.
 * @param path the lockfile, in the staged app
 * @throws UserError if Bundler gave a gem another version: what was tested must be what is deployed
 */
export function withResolvedLockfile(
  injection: Injection,
  path: string,
  text: string,
  platform: string,
): Injection {
  const edit = injection.edits.find((one) => one.path === path);
  if (edit === undefined) {
    const reason = "the app has no lockfile: Bundler made this one, with today's versions";
    return {
      ...injection,
      edits: [...injection.edits, { path, before: undefined, after: text, reason }],
    };
  }
  const moved = movedVersions(edit.after, text);
  if (moved.length > 0) {
    throw new UserError(
      `\`${path}\` has no gems for this platform, and adding them would change the versions that it names: ${moved.join(", ")}.`,
      `Run \`bundle lock --add-platform ${platform}\` in the app, test it, and commit the lockfile.`,
    );
  }
  const edits = injection.edits.map((one) => (one === edit ? { ...one, after: text } : one));
  return { ...injection, edits };
}

/** Names the gems of one lockfile that another has in another version, or not at all: `rack 3.0.8 -> 3.1.0`. */
export function movedVersions(before: string, after: string): readonly string[] {
  const now = parseLockfile(after).locked;
  return [...parseLockfile(before).locked]
    .filter(([gem, version]) => now.get(gem) !== version)
    .map(([gem, version]) => `${gem} ${version} -> ${now.get(gem) ?? "none"}`);
}
