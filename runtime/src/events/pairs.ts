import { BadRequestError } from "../http/message.ts";

/** Names and values in order; a name may come several times. */
export type Pairs = readonly (readonly [name: string, value: string])[];

/**
 * Reads the headers that an event has in two maps, with one and with several values. What the second map has wins,
 * whatever the name's case is. Null is no header.
 * @throws BadRequestError for a map or a value of another type
 */
export function headerPairs(single: unknown, multi: unknown): Pairs {
  const pairs: [string, string][] = [];
  append(pairs, multi);
  const known = new Set(pairs.map(([name]) => name.toLowerCase()));
  append(pairs, single, (name) => known.has(name.toLowerCase()));
  return pairs;
}

/** Reads the parameters of a query in the same way. Null is an empty value. @throws as above */
export function queryPairs(single: unknown, multi: unknown): Pairs {
  const pairs: [string, string][] = [];
  append(pairs, multi, undefined, "");
  const known = new Set(pairs.map(([name]) => name));
  append(pairs, single, (name) => known.has(name), "");
  return pairs;
}

function append(
  pairs: [string, string][],
  map: unknown,
  isKnown?: (name: string) => boolean,
  none?: string,
): void {
  if (map === null || map === undefined) return;
  if (typeof map !== "object" || Array.isArray(map)) throw wrong();
  for (const name of Object.keys(map)) {
    if (isKnown?.(name)) continue;
    const given: unknown = (map as Record<string, unknown>)[name];
    for (const one of Array.isArray(given) ? given : [given]) {
      if (typeof one === "string") pairs.push([name, one]);
      else if (typeof one === "object" && one !== null) throw wrong();
      else if (one !== null && one !== undefined) pairs.push([name, String(one)]);
      else if (none !== undefined) pairs.push([name, none]);
    }
  }
}

function wrong(): BadRequestError {
  return new BadRequestError("the event's headers or parameters are not text by name");
}
