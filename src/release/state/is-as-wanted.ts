/**
 * Lists whose order says something: files of a later layer lie over those of an earlier one.
 * https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html
 */
const ORDERED: ReadonlySet<string> = new Set(["Layers"]);

/**
 * Tells whether a setting is as wanted. Lambda answers with more members than it was given, with lists in an order of its
 * own, and leaves out what is empty.
 * @param name the setting's, such as `VpcConfig`
 */
export function isAsWanted(name: string, actual: unknown, wanted: unknown): boolean {
  if (actual === undefined || actual === null) return isNothing(wanted);
  if (typeof wanted !== "object" || wanted === null) return actual === wanted;
  if (typeof actual !== "object") return false;
  if (Array.isArray(wanted)) {
    if (!Array.isArray(actual)) return false;
    return ORDERED.has(name) ? isSameList(actual, wanted) : isSameSet(actual, wanted);
  }
  const members = actual as Readonly<Record<string, unknown>>;
  return Object.entries(wanted).every(([member, value]) =>
    isAsWanted(member, members[member], value),
  );
}

/** What Lambda has where nobody sets anything. */
function isNothing(wanted: unknown): boolean {
  if (typeof wanted === "object" && wanted !== null) return Object.values(wanted).every(isNothing);
  return wanted === undefined || wanted === null || wanted === "" || wanted === false;
}

function isSameList(actual: readonly unknown[], wanted: readonly unknown[]): boolean {
  return (
    actual.length === wanted.length &&
    wanted.every((element, index) => isAsWanted("", actual[index], element))
  );
}

function isSameSet(actual: readonly unknown[], wanted: readonly unknown[]): boolean {
  return (
    wanted.every((element) => actual.some((other) => isAsWanted("", other, element))) &&
    actual.every((other) => wanted.some((element) => isAsWanted("", other, element)))
  );
}
