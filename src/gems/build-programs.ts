import { isWholeGem, type WholeGems } from "./prune/whole-gems.ts";

/**
 * Gems that bring along a program which `assets:precompile` starts and a running app never does: 41 MB for Tailwind 3, and
 * more for Tailwind 4. Their Ruby code, which Rails loads at boot, is needed everywhere.
 * https://github.com/flavorjones/tailwindcss-ruby
 */
const GEMS = "tailwindcss-ruby|tailwindcss-rails|dartsass-rails";

/** Such a program lies in `exe/<platform>/`. The scripts in `exe/` start it. */
const PROGRAM = new RegExp(
  `^gems/ruby/[^/]+/(?:bundler/)?gems/((?:${GEMS})-[^/]+)/exe/[^/]+/[^/]+$`,
);

/**
 * Whether a file is a program that only builds need.
 * @param path relative to the root
 * @param whole gems that are packed whole
 */
export function isBuildProgram(path: string, whole: WholeGems): boolean {
  const folder = PROGRAM.exec(path)?.[1];
  return folder !== undefined && !isWholeGem(whole, folder);
}
