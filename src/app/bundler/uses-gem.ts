/**
 * Whether the app's bundle has a gem. The lockfile decides; without one, a line of the Gemfile is a hint, and Bundler
 * decides later.
 * @param locked gem -> version; empty if there is no lockfile
 * @param gemfile text
 */
export function usesGem(
  locked: ReadonlyMap<string, string>,
  gemfile: string,
  gem: string,
): boolean {
  if (locked.size > 0) return locked.has(gem);
  return new RegExp(`^\\s*gem[\\s(]+["']${gem}["']`, "m").test(gemfile);
}
