/** Decodes a query string into its names with all their values, as in the event of a REST API. */
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

/** Picks the last value of each name. Null if there are no names, as in the event. */
export function lastValues(
  values: ReadonlyMap<string, readonly string[]>,
): Record<string, string> | null {
  return values.size === 0
    ? null
    : Object.fromEntries([...values].map(([name, all]) => [name, all.at(-1)!]));
}

/** All values of each name. Null if there are no names, as in the event. */
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
    return spaced; // Not valid UTF-8: it stays as it is.
  }
}
