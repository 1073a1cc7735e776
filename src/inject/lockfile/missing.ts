import { bodyOf, type Lockfile } from "../../app/bundler/lockfile.ts";

/** Says what only Bundler can write. A platform that needs no other gems is added by our own edit. */
export function missingAfterEdit(lockfile: Lockfile | undefined, platform: string) {
  if (lockfile === undefined) return "lockfile";
  return hasPlatform(lockfile, platform) || canAddPlatform(lockfile) ? "nothing" : "platform";
}

/** Says the same for a lockfile that is not edited: Bundler installs for no platform that is not listed. */
export function missingUnedited(lockfile: Lockfile | undefined, platform: string) {
  if (lockfile === undefined) return "lockfile";
  return hasPlatform(lockfile, platform) ? "nothing" : "platform";
}

/**
 * Whether the lockfile was made for a platform. `ruby` fits all.
 * @param platform as RubyGems says it: `x86_64-linux`
 */
export function hasPlatform({ platforms }: Lockfile, platform: string): boolean {
  return platforms.some((one) => [platform, `${platform}-gnu`, "ruby"].includes(one));
}

/** Whether no gem is locked in a form for one platform: then another platform needs no other gems. */
export function canAddPlatform(lockfile: Lockfile): boolean {
  const gems = lockfile.sections.filter(({ title }) => title === "GEM");
  const lines = gems.flatMap((section) => bodyOf(lockfile, section));
  return !lines.some((line) => /^ {4}\S+ \([^)]*-/.test(line));
}
