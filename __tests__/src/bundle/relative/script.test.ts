import { createContext, runInContext } from "node:vm";
import { describe, expect, test } from "@jest/globals";
import { relativeModule, relativePublicPath } from "../../../../src/bundle/relative/script.ts";

describe("a module of Vite", () => {
  const FILES = new Set(["/vite/assets/dot.svg", "/vite/assets/later.js", "/robots.txt"]);
  const rewrite = (text: string) =>
    relativeModule(text, "/vite/assets/app.js", "/vite/", (path) => FILES.has(path));
  /** Runs an expression as a module below a stage does. */
  const evaluated = (expression: string) =>
    runInContext(
      rewrite(expression).replaceAll("import.meta.url", '"https://x/dev/vite/assets/app.js"'),
      createContext({ URL }),
    );

  test.each([
    ['(()=>{return"/vite/"+"assets/later.js"})()', "/dev/vite/assets/later.js"],
    ['"/vite/assets/dot.svg"', "/dev/vite/assets/dot.svg"],
    // As Vite 8 writes them, and Vite 7 above.
    ["(function(e){return`/vite/`+e})(`x`)", "/dev/vite/x"],
    ["`<img src=$" + "{`/vite/assets/dot.svg`}>`", "<img src=/dev/vite/assets/dot.svg>"],
    ["'/vite/assets/dot.svg?x#y'", "/dev/vite/assets/dot.svg?x#y"],
    ['true?"/vite/assets/dot.svg":1', "/dev/vite/assets/dot.svg"],
    ["(a=>a)`/vite/absent.svg`[0]", "/vite/absent.svg"],
    ['"/robots.txt"', "/robots.txt"],
    ['"/vite/"', "/vite/"],
    ['Object.keys({"/vite/assets/dot.svg":1})[0]', "/vite/assets/dot.svg"],
    ['"see /vite/assets/dot.svg"', "see /vite/assets/dot.svg"],
  ])("has in `%s` below `/dev`: %s", (expression, value) => {
    expect(evaluated(expression)).toBe(value);
  });

  test.each([
    'import"/vite/assets/later.js"',
    'import a from"/vite/assets/later.js"',
    'export * from "/vite/assets/later.js"',
  ])("keeps the name in `%s`, which can be no expression", (text) => {
    expect(rewrite(text)).toBe(text);
  });

  test.each([
    `h='<img src="/vite/assets/dot.svg">'`,
    `h='<img src="/vite/assets/dot.svg" alt=x>'`,
    `h=\`<img src="/vite/assets/dot.svg"\n          alt=x>\``,
    `h="<img src='/vite/assets/dot.svg'/>"`,
  ])("keeps what stands in a longer text: `%s`", (text) => {
    expect(rewrite(text)).toBe(text);
  });

  test("keeps its calls of `import`", () => {
    expect(rewrite('import("/vite/assets/later.js")')).toBe(
      'import((new URL("later.js",import.meta.url).pathname))',
    );
  });
});

describe("Webpack's public path", () => {
  const run = (text: string, page: object) =>
    runInContext(text, createContext({ URL, n: {}, ...page }));
  const of = (text: string) => relativePublicPath(text, "/packs/js/runtime-1.js");
  const script = (src: string) => ({ document: { currentScript: { src } } });

  test("is that of the script below any path", () => {
    const text = of('n.p="/packs/",n.p');
    expect(run(text, script("https://x/dev/packs/js/runtime-1.js"))).toBe("/dev/packs/");
    expect(run(text, script("https://x/packs/js/runtime-1.js"))).toBe("/packs/");
  });

  test("stays where there is no page", () => {
    expect(run(of('n.p="/packs/",n.p'), {})).toBe("/packs/");
    expect(run(of("n.p = '/packs/',n.p"), { document: { currentScript: null } })).toBe("/packs/");
  });

  test("breaks no text that holds such a line", () => {
    const text = of(`x=["n.p='/packs/'",'n.p="/packs/"']`);
    expect(run(text, {}).map((line: string) => run(`${line},n.p`, {}))).toEqual([
      "/packs/",
      "/packs/",
    ]);
  });

  test.each([
    'n.p="https://cdn/packs/"',
    'n.p="/other/"',
    'n.p=""',
    'a.n.p="/packs/"',
    'n.path="/packs/"',
  ])("leaves `%s` alone", (text) => expect(of(text)).toBe(text));
});
