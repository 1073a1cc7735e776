/** A query string's names with all their values, decoded, as the event of a REST API has them. */
export function decodeQuery(rawQuery: string): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const pair of rawQuery.split("&")) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const name = decode(equals === -1 ? pair : pair.slice(0, equals));
    const value = equals === -1 ? "" : decode(pair.slice(equals + 1));
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  return values;
}

/** One value of each, the last one. Null where there is none, as in the event. */
export function lastValues(
  values: ReadonlyMap<string, readonly string[]>,
): Record<string, string> | null {
  return values.size === 0
    ? null
    : Object.fromEntries([...values].map(([name, all]) => [name, all.at(-1)!]));
}

/** All values of each. Null where there is none. */
export function allValues(
  values: ReadonlyMap<string, readonly string[]>,
): Record<string, readonly string[]> | null {
  return values.size === 0 ? null : Object.fromEntries(values);
}

function decode(text: string): string {
  const spaced = text.replaceAll("+", " ");
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced; // no valid UTF-8: as it is
  }
}
