import { expect, test } from "@jest/globals";
import { relativeStylesheet } from "../../../../src/bundle/relative/stylesheet.ts";

const FILES = new Set([
  "/vite/assets/dot.svg",
  "/fonts/a%20b.woff2",
  "/packs/a:b.png",
  "/base.css",
  "/m.map",
]);

test.each([
  ["an unquoted URL", "a{b:url(/vite/assets/dot.svg)}", "a{b:url(dot.svg)}"],
  ["a quoted one", `url( "/vite/assets/dot.svg" )`, `url( "dot.svg" )`],
  ["a query and a fragment", "url('/vite/assets/dot.svg?v=1#x')", "url('dot.svg?v=1#x')"],
  ["a file elsewhere", "url(/fonts/a%20b.woff2)", "url(../../fonts/a%20b.woff2)"],
  ["a name that looks like a scheme", "url(/packs/a:b.png)", "url(../../packs/a:b.png)"],
  ["an import", '@import "/base.css";', '@import "../../base.css";'],
  ["a source map", "/*# sourceMappingURL=/m.map*/", "/*# sourceMappingURL=../../m.map*/"],
  ["no such file", "url(/absent.svg)", "url(/absent.svg)"],
  ["another host", "url(//cdn/vite/assets/dot.svg)", "url(//cdn/vite/assets/dot.svg)"],
  ["a whole URL", "url(https://x/base.css)", "url(https://x/base.css)"],
  ["a relative one", "url(dot.svg)", "url(dot.svg)"],
  [
    "data",
    "url(\"data:image/svg+xml;utf8,<a b='/base.css'/>\")",
    "url(\"data:image/svg+xml;utf8,<a b='/base.css'/>\")",
  ],
])("a stylesheet with %s", (_, text, expected) => {
  expect(relativeStylesheet(text, "/vite/assets/app.css", (path) => FILES.has(path))).toBe(
    expected,
  );
});

test("a name with a colon beside the stylesheet gets `./`", () => {
  expect(relativeStylesheet("url(/packs/a:b.png)", "/packs/x.css", () => true)).toBe(
    "url(./a:b.png)",
  );
});
