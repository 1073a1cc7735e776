import { relativeUrl } from "./relative-url.ts";

/** A string that is a path from the host's root, as a whole; with what surrounds it. */
const PATH = /(["'`])(\/(?!\/)[^"'`\s\\$?#]*)([?#][^"'`\s\\$]*)?\1/g;

/** What stands behind a string in code. An attribute of HTML, in a longer text, has a `>`, a `/>` or a name there. */
const CODE_FOLLOWS = /\s*(?:[,;)\]}+:?.&|=!]|\/[/*]|$)/y;

/**
 * Makes what Vite wrote into a module relative to that module, as Vite does itself with the setting `base: ""`, which
 * vite_ruby does not let an app have: `"/vite/" + name`, by which chunks are preloaded, and `"/vite/assets/dot.svg"`, the
 * value of an imported file. Both stay paths, since Vite compares them with those of the page's elements.
 * @param path at which the module is served, such as `/vite/assets/app.js`
 * @param base path of the folder that Vite writes, such as `/vite/`
 * @param isFile whether a file is served at a path
 */
export function relativeModule(
  text: string,
  path: string,
  base: string,
  isFile: (path: string) => boolean,
): string {
  return text.replace(PATH, (whole, quote: string, own: string, rest = "", at: number) => {
    const after = text.slice(at + whole.length, at + whole.length + 8);
    const isBase = own === base && rest === "" && /^\s*\+/.test(after);
    if (!isBase && !(own.startsWith(base) && own !== base && isFile(own))) return whole;
    const before = text.slice(Math.max(0, at - 16), at);
    // A key of an object, and the name of an imported module, can be no expression.
    if (/[{,]\s*$/.test(before) && /^\s*:/.test(after)) return whole;
    if (/(^|[^\w$.])(from|import)\s*$/.test(before)) return whole;
    CODE_FOLLOWS.lastIndex = at + whole.length;
    if (!CODE_FOLLOWS.test(text)) return whole;
    const quoted = (value: string) => `${quote}${value}${quote}`;
    const value = `new URL(${quoted(relativeUrl(path, own))},import.meta.url).pathname`;
    return rest === "" ? `(${value})` : `(${value}+${quoted(rest)})`;
  });
}

/** What Webpack's and Rspack's runtime begins the path of every other file with: `__webpack_require__.p = "/packs/"`. */
const PUBLIC_PATH = /(?<![\w$.])([\w$]+)\.p\s*=\s*(["'])(\/(?:[^"'/\\]+\/)+)\2/g;

/**
 * Makes the public path of Webpack's runtime that of the script which holds it, as Webpack does itself with the setting
 * `publicPath: "auto"`. Outside of a page, as on a server that renders, it stays.
 * https://webpack.js.org/guides/public-path/#automatic-publicpath
 * @param path at which the script is served, such as `/packs/js/runtime.js`
 */
export function relativePublicPath(text: string, path: string): string {
  return text.replace(PUBLIC_PATH, (whole, object: string, quote: string, folder: string) => {
    if (!path.startsWith(folder)) return whole;
    // The same quotes: where this stands in a text of a script, others would end the text.
    const quoted = (value: string) => `${quote}${value}${quote}`;
    const script = `typeof document!=${quoted("undefined")}&&document.currentScript&&document.currentScript.src`;
    const value = `s?new URL(${quoted(relativeUrl(path, folder))},s).pathname:${quoted(folder)}`;
    return `${object}.p=(function(s){return ${value}})(${script})`;
  });
}
