/**
 * Returns the path of a file that a request may be for, relative to the folder of static files; undefined if it is not
 * below one of the paths, or not plainly so: then it is the app's business.
 * @param target of the request
 * @param paths without a slash at their ends
 */
export function staticPath(target: string, paths: readonly string[]): string | undefined {
  const encoded = target.replace(/\?.*/s, "");
  let path: string;
  try {
    path = decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
  // No empty part, none that begins with a dot, no NUL: such a path could lead elsewhere, or is hidden.
  if (!/^(?:\/[^/.\0][^/\0]*)+$/.test(path)) return undefined;
  return paths.some((one) => path === one || path.startsWith(`${one}/`)) ? path : undefined;
}
