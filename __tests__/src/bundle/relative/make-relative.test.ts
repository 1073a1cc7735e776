import { createHash } from "node:crypto";
import { readFileSync, symlinkSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import { makeRelative } from "../../../../src/bundle/relative/make-relative.ts";
import { readTree, tree } from "../../../tree.ts";

const sha384 = (text: string) => `sha384-${createHash("sha384").update(text).digest("base64")}`;
const CSS = "a{b:url(/vite/assets/dot.svg)}";
const SVG = { "vite/assets/dot.svg": "<svg/>" };
const any = async () => true;
const none = async () => [];

describe("what was built below `public/`", () => {
  test("gets relative URLs, in stylesheets, Vite's modules and Webpack's runtime", async () => {
    const manifest = { "a.js": { file: "assets/a.js" }, "b.js": { file: "assets/b-legacy.js" } };
    const dir = tree({
      ...SVG,
      "vite/assets/a.css": CSS,
      "vite/assets/a.js": 'x="/vite/assets/dot.svg"',
      "vite/assets/b-legacy.js": 'System.register([],()=>"/vite/assets/dot.svg")',
      "vite/assets/not-vites.js": 'x="/vite/assets/dot.svg"',
      "vite/.vite/manifest.json": JSON.stringify(manifest),
      "packs/r.js": 'n.p="/packs/"',
    });
    const before = readTree(dir);
    const changed = ["packs/r.js", "vite/assets/a.css", "vite/assets/a.js"];
    expect([...(await makeRelative(dir, any, none))].sort()).toEqual(
      changed.map((path) => `/${path}`),
    );
    const after = readTree(dir);
    expect(Object.keys(after).filter((path) => after[path] !== before[path])).toEqual(changed);
    expect(after["vite/assets/a.css"]).toBe("a{b:url(dot.svg)}");
  });

  test("has its compressed copies made anew; one that cannot be is removed", async () => {
    const dir = tree({ ...SVG, "a.css": CSS, "a.css.gz": "", "a.css.br": "", "a.css.zst": "" });
    await makeRelative(dir, any, none);
    const text = readFileSync(join(dir, "a.css"));
    expect(gunzipSync(readFileSync(join(dir, "a.css.gz")))).toEqual(text);
    expect(brotliDecompressSync(readFileSync(join(dir, "a.css.br")))).toEqual(text);
    expect(Object.keys(readTree(dir))).not.toContain("a.css.zst");
  });

  test("has the digests in manifests renewed", async () => {
    const manifest = JSON.stringify({ "a.css": { integrity: sha384(CSS) } });
    const dir = tree({ ...SVG, "a.css": CSS, "m/manifest.json": manifest });
    await makeRelative(dir, any, none);
    const { "a.css": css = "", "m/manifest.json": renewed } = readTree(dir);
    expect(css).not.toBe(CSS);
    expect(renewed).toBe(manifest.replace(sha384(CSS), sha384(css)));
  });

  test.each(["x.js", "x.html"])("stays as it is if `%s` holds its digest", async (name) => {
    const dir = tree({ ...SVG, "a.css": CSS, "b.css": `${CSS} `, [name]: `"${sha384(CSS)}"` });
    expect(await makeRelative(dir, any, none)).toEqual(["/b.css"]);
  });

  test("stays as it is if a file elsewhere in the app holds its digest", async () => {
    const views = tree({ "layout.erb": `<link integrity="${sha384(CSS)}">` });
    const dir = tree({ ...SVG, "a.css": CSS, "b.css": `${CSS} ` });
    const code = async () => [join(views, "layout.erb"), join(views, "gone.erb")];
    expect(await makeRelative(dir, any, code)).toEqual(["/b.css"]);
  });

  test("stays as it is if it is too large to be looked at", async () => {
    const dir = tree({ ...SVG, "a.css": CSS, "b.json": "" });
    for (const name of ["a.css", "b.json"]) truncateSync(join(dir, name), 2 ** 31);
    expect(await makeRelative(dir, any, none)).toEqual([]);
  });

  test("keeps all other bytes, whatever their encoding", async () => {
    const dir = tree({ ...SVG, "a.css": "" });
    const bytes = Buffer.concat([Buffer.from([0xe9, 0xff]), Buffer.from(`ü ${CSS}`)]);
    await import("node:fs/promises").then(({ writeFile }) => writeFile(join(dir, "a.css"), bytes));
    await makeRelative(dir, any, none);
    expect(readFileSync(join(dir, "a.css"))).toEqual(
      Buffer.concat([Buffer.from([0xe9, 0xff]), Buffer.from("ü a{b:url(vite/assets/dot.svg)}")]),
    );
  });

  test("stays as it is where it may not be changed, and where a link leads elsewhere", async () => {
    const elsewhere = tree({ "b.css": CSS });
    const dir = tree({ ...SVG, "a.css": CSS });
    symlinkSync(join(elsewhere, "b.css"), join(dir, "b.css"));
    expect(await makeRelative(dir, async () => false, none)).toEqual([]);
    expect(await makeRelative(dir, any, none)).toEqual(["/a.css"]);
    expect(readTree(elsewhere)["b.css"]).toBe(CSS);
  });

  test("may be nothing at all", async () => {
    expect(await makeRelative("/absent/public", any, none)).toEqual([]);
  });
});
