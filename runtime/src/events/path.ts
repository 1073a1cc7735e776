/** A path, split into SCRIPT_NAME and PATH_INFO. */
export interface SplitPath {
  readonly prefix: string;
  readonly path: string;
}

/**
 * Escapes only what can never appear literally in an encoded path, so that an encoded path comes out
 * unchanged, byte for byte.
 */
export function escapePath(path: string): string {
  return path.replace(/%(?![0-9a-f]{2})|[^\x21-\x7e]+|[?#]/gi, (text) =>
    Buffer.from(text, "utf8").reduce((all, byte) => all + percent(byte), ""),
  );
}

/**
 * Splits a path: PATH_INFO is the part that the resource matched, SCRIPT_NAME the part before it in the path as
 * the client sees it. Counts segments, so that encoded bytes and a trailing slash survive.
 * @param path the event's `path`
 * @param resource the resource's template, such as `/{proxy+}`; undefined if all of `path` matched
 * @param greedy value of the template's `{name+}`
 * @param fullPath `requestContext.path`: with stage or base path
 */
export function splitPath(
  path: string,
  resource: string | undefined,
  greedy: string | undefined,
  fullPath: string,
): SplitPath {
  const parts = segments(path);
  const count = resource === undefined ? parts.length : matchedCount(parts, resource, greedy);
  const tail = parts.slice(parts.length - count);
  const slash = path.endsWith("/") && count > 0 ? "/" : "";
  const before = segments(fullPath);
  const prefix = before.slice(0, Math.max(0, before.length - count));
  return {
    prefix: prefix.length > 0 ? `/${prefix.join("/")}` : "",
    path: `/${tail.join("/")}${slash}`,
  };
}

function matchedCount(parts: readonly string[], resource: string, greedy = ""): number {
  const template = segments(resource);
  const fixed = template.filter((segment) => !/^\{.*\+\}$/.test(segment)).length;
  if (fixed === template.length) return Math.min(fixed, parts.length);
  const wanted = decode(greedy.replace(/\/$/, ""));
  // The parameter may be decoded, including its slashes: only comparing the text tells how many parts it spans.
  for (let n = 1; n <= parts.length - fixed; n += 1) {
    if (decode(parts.slice(parts.length - n).join("/")) === wanted) return n + fixed;
  }
  return Math.min(segments(greedy).length + fixed, parts.length);
}

function segments(path: string): string[] {
  const inner = path.replace(/^\//, "").replace(/\/$/, "");
  return inner === "" ? [] : inner.split("/");
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function percent(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}
