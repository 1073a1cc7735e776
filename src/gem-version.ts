/**
 * Whether a version meets a RubyGems requirement such as `~> 3.3`; no operator means exactly this one.
 * https://docs.ruby-lang.org/en/master/Gem/Version.html
 */
export function meets(version: string, requirement: string): boolean {
  const [, operator = "=", wanted] =
    /^\s*(=|!=|>=|<=|>|<|~>)?\s*([0-9][0-9A-Za-z.-]*)\s*$/.exec(requirement) ?? [];
  if (wanted === undefined) return true; // Bundler says what is wrong with it.
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
      return order >= 0 && compareVersions(version, upperBound(wanted)) < 0;
  }
}

/** @returns below, at or above 0, as for `sort` */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [segments(one), segments(other)];
  const length = Math.max(left.length, right.length);
  const orders = Array.from({ length }, (_, at) => compareSegments(left[at] ?? 0, right[at] ?? 0));
  return orders.find((order) => order !== 0) ?? 0;
}

type Segment = number | string;

/** A word (`preview1`) comes before any number: a preview is older than its release. */
function compareSegments(one: Segment, other: Segment): number {
  if (typeof one !== typeof other) return typeof one === "string" ? -1 : 1;
  return Number(one > other) - Number(one < other);
}

/** The version that `~>` must stay below: `3.3.1` -> `3.4`, `3.3` -> `4`, `3` -> `4`. */
function upperBound(version: string): string {
  const numbers = segments(version).filter((segment) => typeof segment === "number");
  const fixed = numbers.slice(0, Math.max(numbers.length - 1, 1));
  const last = fixed.pop() ?? 0;
  return [...fixed, last + 1].join(".");
}

function segments(version: string): readonly Segment[] {
  const found = version.match(/[0-9]+|[a-z]+/gi) ?? [];
  return found.map((text) => (/^[0-9]/.test(text) ? Number(text) : text));
}
