import { describe, expect, test } from "@jest/globals";
import { findDigestedFile } from "../../../src/preflight/digested-file.ts";
import { unsentFile } from "../../../src/preflight/unsent-file.ts";
import { tree } from "../../tree.ts";

const found = (...paths: readonly string[]) =>
  findDigestedFile(tree(Object.fromEntries(paths.map((path) => [path, ""]))));

describe("a file that a build has named after its digest", () => {
  test.each([
    ["of Hanami", "public/assets/app-ABCDEFGH.css", "/assets/app-ABCDEFGH.css"],
    ["of Vite", "public/vite/assets/app-4ed993c7.js", "/vite/assets/app-4ed993c7.js"],
    ["of Vite 3 and newer", "public/assets/index-BbS9w_x1.js", "/assets/index-BbS9w_x1.js"],
    [
      "of Sprockets",
      `public/assets/application-${"0a".repeat(32)}.css`,
      `/assets/application-${"0a".repeat(32)}.css`,
    ],
    [
      "of Shakapacker",
      "public/packs/js/application-abc1234def.js",
      "/packs/js/application-abc1234def.js",
    ],
  ])("%s is found", async (_, path, url) => {
    expect(await found("public/robots.txt", path)).toBe(url);
  });

  test("is a stylesheet rather than a script", async () => {
    expect(await found("public/a-12345678.js", "public/b-12345678.css")).toBe("/b-12345678.css");
  });

  test("is not one that merely looks so, and not of another folder", async () => {
    const others = ["public/datatables-bootstrap.css", "public/app.css", "public/a b-12345678.css"];
    expect(await found(...others, "app/assets/x-12345678.css")).toBeUndefined();
    expect(await found()).toBeUndefined();
  });
});

describe("that such a file is not sent", () => {
  const said = (fileStatus: number | undefined, file: string | undefined) =>
    unsentFile({ request: { path: "/", headers: {}, limit: 1, file } }, { fileStatus });

  test("is said where the app answers 404, and nowhere else", () => {
    expect(said(404, "/assets/a-1.css")).toContain("`/assets/a-1.css` answers 404");
    for (const status of [200, 304, 401, 500, undefined]) {
      expect(said(status, "/assets/a-1.css")).toBeUndefined();
    }
    expect(said(404, undefined)).toBeUndefined();
    expect(unsentFile({ request: undefined }, { fileStatus: 404 })).toBeUndefined();
  });
});
