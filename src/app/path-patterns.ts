/**
 * Patterns for paths from the host's root that somebody wrote out. The first group is the path, up to its end or to where
 * Ruby or a variable goes on. `//host/path` is none. Paths and calls have a limit: an app decides what a line holds.
 */

/** A quoted path. One that begins with Ruby (`/<%= x %>`) may be right. */
const QUOTED = "[\"'`](\\/(?=[\"'`])|\\/(?!\\/)[^\"'`<>#{}$\\s]{1,500})(?:[\"'`]|<%|#\\{|\\$\\{)";

/** `href="/about"`, and `href: "/about"` of Haml, Slim, Phlex and `tag.a`. */
export const MARKUP = new RegExp(
  `(?<![\\w-])(?:href|src|action|formaction|poster|data-[\\w-]*(?:url|path|href|src))\\s*(?:=>|[=:])\\s*${QUOTED}`,
  "g",
);

/** Rails' helpers hand on a path as it is, except those for assets. */
export const CALLS = new RegExp(
  `(?:\\b(?:link_to|button_to|link_to_if|link_to_unless_current)\\b[^\\n]{0,300}?,\\s*|\\bform_tag[ (]\\s*|\\bform_(?:with|for)\\b[^\\n]{0,300}?\\burl:\\s*)${QUOTED}`,
  "g",
);

/** `url(/paper.png)` in a page. */
export const STYLE = /\burl\(\s*["']?(\/(?!\/)[^"')<>#{}\s(]{1,500})["']?\s*(?:\)|<%|#\{)/g;

/** What fetches or goes to a path in a browser. */
export const SCRIPT = new RegExp(
  [
    "(?:\\b(?:fetch|EventSource|Turbo\\.visit|visit|serviceWorker\\.register|location\\.(?:assign|replace))\\(\\s*",
    "\\b(?:axios|\\$|jQuery|ky|http)\\.(?:get|post|put|patch|delete|ajax|getJSON|load)\\(\\s*",
    "\\.open\\(\\s*[\"'][A-Za-z]+[\"']\\s*,\\s*",
    "\\blocation(?:\\.href)?\\s*=\\s*",
    // Axios' and ky's, which every call of theirs lies below.
    "\\b(?:baseURL|baseUrl|prefixUrl)\\s*[:=]\\s*",
    "\\burl:\\s*)",
  ].join("|") + QUOTED,
  "g",
);

/** `"start_url": "/"` of a web manifest. */
export const MANIFEST =
  /"(?:src|start_url|scope|url|action|id)"\s*:\s*"(\/(?!\/)[^"<>\s]{0,500})"/g;
