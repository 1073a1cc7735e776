import { sha256Hex } from "../digest.ts";

/** Raised when what is kept under a key changes in kind. */
const SCHEMA = 1;

/**
 * The key under which vendored gems are kept: everything that decides what `bundle install` makes.
 * @param lockfile the staged lockfile's text
 */
export function gemCacheKey(options: {
  readonly lockfile: string;
  readonly rubyVersion: string;
  readonly platform: string;
  readonly glibc: string;
  readonly without: string;
}): string {
  const { lockfile, rubyVersion, platform, glibc, without } = options;
  const digest = sha256Hex(JSON.stringify([lockfile, without])).slice(0, 32);
  return `megamode-gems-v${SCHEMA}-${platform}-glibc${glibc}-ruby${rubyVersion}-${digest}`;
}
