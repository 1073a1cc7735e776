/**
 * Readers of values that somebody else wrote (JSON). Each returns the value as what it is meant to be, or throws an
 * error that names the member: `archives[0].bytes is no whole number up to 100`.
 */

type Members = Readonly<Record<string, unknown>>;

/**
 * An object with no other members than these.
 * @param at the member's name, for the error
 */
export function object(value: unknown, at: string, names: readonly string[]): Members {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw unfit(at, "no object");
  const other = Object.keys(value).find((name) => !names.includes(name));
  if (other !== undefined) throw unfit(`${at}.${other}`.slice(0, 100), "not known");
  return value as Members;
}

/** A string that the pattern matches. */
export function text(value: unknown, at: string, pattern: RegExp): string {
  if (typeof value === "string" && pattern.test(value)) return value;
  throw unfit(at, `not of the form ${pattern.source}`);
}

/** A whole number from 0. */
export function whole(value: unknown, at: string, max: number): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= max)
    return value;
  throw unfit(at, `no whole number up to ${max}`);
}

/** One of some values. */
export function oneOf<T extends string>(value: unknown, at: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw unfit(at, `none of ${allowed.join(", ")}`);
  return found;
}

/** A list, each of its items read by a reader. */
export function list<T>(
  value: unknown,
  at: string,
  max: number,
  read: (item: unknown, at: string) => T,
): readonly T[] {
  if (!Array.isArray(value)) throw unfit(at, "no list");
  if (value.length > max) throw unfit(at, `longer than ${max}`);
  return value.map((item, index) => read(item, `${at}[${index}]`));
}

function unfit(at: string, why: string): Error {
  return new Error(`${at.replace(/[^\x20-\x7e]/g, "?")} is ${why}`);
}
