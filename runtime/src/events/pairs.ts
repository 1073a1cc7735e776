import { BadRequestError } from "../http/message.ts";

/** Names and values in order; a name may come several times. */
export type Pairs = readonly (readonly [name: string, value: string])[];

/**
 * Reads the headers that an event has in two maps, with one and with several values. What the second map has wins,
 * whatever the name's case is. Null is no header.
 * @throws BadRequestError for a map or a value of another type
 */
export function headerPairs(single: unknown, multi: unknown): Pairs {
  return merged(single, multi, (name) => name.toLowerCase(), []);
}

/** Reads the parameters of a query in the same way. Null is an empty value. @throws as above */
export function queryPairs(single: unknown, multi: unknown): Pairs {
  return merged(single, multi, (name) => name, [""]);
}

function merged(
  single: unknown,
  multi: unknown,
  fold: (name: string) => string,
  none: readonly string[],
): Pairs {
  const pairs: [string, string][] = [];
  const known = new Set<string>();
  for (const [name, given] of entries(multi)) {
    for (const value of values(given, none)) {
      pairs.push([name, value]);
      known.add(fold(name));
    }
  }
  for (const [name, given] of entries(single)) {
    if (known.has(fold(name))) continue;
    for (const value of values(given, none)) pairs.push([name, value]);
  }
  return pairs;
}

function entries(map: unknown): [string, unknown][] {
  if (map === null || map === undefined) return [];
  if (typeof map !== "object" || Array.isArray(map)) throw wrong();
  return Object.entries(map);
}

function values(given: unknown, none: readonly string[]): readonly string[] {
  if (given === null || given === undefined) return none;
  return Array.isArray(given) ? given.flatMap((one) => scalar(one, none)) : scalar(given, none);
}

function scalar(given: unknown, none: readonly string[]): readonly string[] {
  if (given === null) return none;
  if (typeof given === "object") throw wrong();
  return [String(given)];
}

function wrong(): BadRequestError {
  return new BadRequestError("the event's headers or parameters are not text by name");
}
