import { posix } from "node:path";

/**
 * Names a file or folder (with a `/` at its end) relative to the file that refers to it.
 * @param from path at which the referring file is served
 * @param to path of the other
 */
export function relativeUrl(from: string, to: string): string {
  const url = posix.relative(posix.dirname(from), to);
  const isBelow = url !== "" && !url.startsWith("..");
  const slash = to.endsWith("/") && !/(^|\/)$/.test(url) ? "/" : "";
  // Of `a:b.svg`, `a` would be a scheme.
  return `${isBelow && url.split("/")[0]!.includes(":") ? "./" : ""}${url === "" ? "./" : url}${slash}`;
}
