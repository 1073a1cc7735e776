/**
 * Whether a version meets a RubyGems requirement such as `~> 3.3`; no operator means exactly this one.
 * https://docs.ruby-lang.org/en/master/Gem/Version.html
 */
export function meets(version: string, requirement: string): boolean {
  const [, operator = "=", wanted = ""] =
    /^\s*(=|!=|>=|<=|>|<|~>)?\s*([0-9][0-9A-Za-z.-]*)\s*$/.exec(requirement) ?? [];
  if (wanted === "") return true; // Bundler tells what is wrong with it.
  const order = compareVersions(version, wanted);
  switch (operator) {
    case "=":
      return order === 0;
    case "!=":
      return order !== 0;
    case ">":
      return order > 0;
    case "<":
      return order < 0;
    case ">=":
      return order >= 0;
    case "<=":
      return order <= 0;
    default:
      return order >= 0 && compareVersions(version, bumped(wanted)) < 0;
  }
}

/** @returns below, at or above 0, as for `sort` */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [segments(one), segments(other)];
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const [a, b] = [left[at] ?? 0, right[at] ?? 0];
    if (a === b) continue;
    // A word (`preview1`) is before any number: a preview is older than its release.
    if (typeof a !== typeof b) return typeof a === "string" ? -1 : 1;
    return a < b ? -1 : 1;
  }
  return 0;
}

/** `3.3.1` -> `3.4`, `3.3` -> `4`: what `~>` must stay below. */
function bumped(version: string): string {
  const numbers = segments(version).filter((segment) => typeof segment === "number");
  const kept = numbers.length > 1 ? numbers.slice(0, -1) : numbers;
  return [...kept.slice(0, -1), (kept.at(-1) ?? 0) + 1].join(".");
}

function segments(version: string): readonly (number | string)[] {
  const found = version.match(/[0-9]+|[a-z]+/gi) ?? [];
  return found.map((text) => (/^[0-9]/.test(text) ? Number(text) : text));
}
