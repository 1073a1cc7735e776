import { relativeUrl } from "./relative-url.ts";

/** `url(/x)`, `@import "/x"` and the comment that names a source map. A URL of another host begins with two slashes. */
const FROM_ROOT =
  /(\burl\(\s*["']?|@import\s+["']|[#@]\s*sourceMappingURL=)(\/(?!\/)[^"'()\s\\*]*)/g;

/**
 * Makes the URLs of a stylesheet that begin at the host's root relative to the stylesheet, so that they are right below
 * any path. Only those that lead to a file.
 * @param path at which the stylesheet is served, such as `/vite/assets/app.css`
 * @param isFile whether a file is served at a path
 */
export function relativeStylesheet(
  text: string,
  path: string,
  isFile: (path: string) => boolean,
): string {
  return text.replace(FROM_ROOT, (whole, before: string, url: string) => {
    const own = url.replace(/[?#].*$/s, "");
    return isFile(own) ? `${before}${relativeUrl(path, own)}${url.slice(own.length)}` : whole;
  });
}
