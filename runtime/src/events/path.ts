import { BadRequestError } from "../http/message.ts";
import { percentEncode } from "./percent.ts";

/** A path, split into SCRIPT_NAME and PATH_INFO. */
export interface SplitPath {
  readonly prefix: string;
  readonly path: string;
}

/** Bytes that never stand in an encoded path, or that a server or a browser reads as something else there. */
const UNSAFE = /%(?![0-9a-f]{2})|[^\x21-\x7e]+|["#<>?\\^`{|}]/gi;

/** How many segments a base path can have, which has 300 characters at most: no more are tried. */
const LONGEST_BASE = 150;

/** Escapes only what can never appear literally in an encoded path, so that an encoded path comes out unchanged. */
export function escapePath(path: string): string {
  return path.replace(UNSAFE, percentEncode);
}

/**
 * Splits off what stands in front of a path, once and between two segments. PATH_INFO begins with one slash: see below.
 * @param front such as `/dev`, or empty
 * @returns an empty prefix if the path does not begin so
 */
export function splitFront(path: string, front: string): SplitPath {
  const all = path.replace(/^\/*/, "/");
  if (all !== front && !all.startsWith(`${front}/`)) return { prefix: "", path: all };
  return { prefix: front, path: all.slice(front.length).replace(/^\/*/, "/") };
}

/**
 * Splits a path: PATH_INFO is the part that the resource matched, SCRIPT_NAME the part before it in the path as
 * the client sees it. Counts segments, so that encoded bytes and a trailing slash survive. Empty segments are not
 * counted: they stay inside PATH_INFO, but it begins with one slash, and no prefix holds any. Otherwise a link that
 * the app makes of its own path could begin with `//` and name another host.
 * @param path the event's `path`
 * @param resource the resource's template, such as `/{proxy+}`; undefined if all of `path` matched
 * @param greedy value of the template's `{name+}`
 * @param fullPath `requestContext.path`: with stage or base path
 * @throws BadRequestError if the resource cannot have matched the path
 */
export function splitPath(
  path: string,
  resource: string | undefined,
  greedy: string | undefined,
  fullPath: string,
): SplitPath {
  // Nearly every request: the resource matched all of it. Below, the longest match is tried first, which is this one.
  const whole = resource === "/{proxy+}" && greedy !== undefined && path === `/${greedy}`;
  if (whole && fullPath.endsWith(path) && /^(?!.*\/\/)\//s.test(fullPath)) {
    return { prefix: fullPath.slice(0, -path.length), path };
  }
  const parts = segments(path);
  const count = resource === undefined ? parts.length : matchedCount(parts, resource, greedy);
  const before = segments(fullPath);
  const kept = before.length - (count ?? 0);
  const tail = parts.slice(parts.length - (count ?? 0));
  if (count === undefined || kept < 0 || tail.some((part, i) => part !== before[kept + i])) {
    throw unfit();
  }
  return {
    prefix: before
      .slice(0, kept)
      .map((part) => `/${part}`)
      .join(""),
    path: `/${count > 0 ? lastSegments(path, count) : ""}`,
  };
}

/** Returns how many of a path's last segments a resource matched; undefined if it cannot have matched them. */
function matchedCount(
  parts: readonly string[],
  resource: string,
  greedy: string | undefined,
): number | undefined {
  const template = segments(resource);
  const fixed = template.filter((segment) => !/^\{.*\+\}$/.test(segment));
  const fits = (count: number) =>
    count <= parts.length &&
    fixed.every(
      (segment, i) =>
        segment.startsWith("{") || decode(parts[parts.length - count + i]!) === decode(segment),
    );
  if (fixed.length === template.length) return fits(fixed.length) ? fixed.length : undefined;
  if (greedy === undefined) return undefined;
  // The parameter may be decoded, including its slashes: only comparing the text tells how many parts it spans. The
  // longest wins: a part that is only encoded slashes must not become the prefix's.
  const wanted = squeezed(greedy);
  const least = Math.max(fixed.length, parts.length - LONGEST_BASE);
  for (let count = parts.length; count >= least; count -= 1) {
    const text = parts.slice(parts.length - count + fixed.length).join("/");
    const same =
      text === wanted || squeezed(decode(text)) === wanted || text === squeezed(decode(greedy));
    if (same && fits(count)) return count;
  }
  return undefined;
}

/** Returns the end of a path from its last so many segments on, byte for byte. */
function lastSegments(path: string, count: number): string {
  return path.slice([...path.matchAll(/[^/]+/g)].at(-count)!.index);
}

/** Returns a path's segments, without the empty ones. */
function segments(path: string): string[] {
  return path.split("/").filter((part) => part !== "");
}

function squeezed(path: string): string {
  return segments(path).join("/");
}

/** What a path is answered with that the API's resource cannot have matched. */
export function unfit(): BadRequestError {
  return new BadRequestError("the path does not fit the API's resource");
}

/** Decodes a path; one with a wrong escape stays as it is. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
