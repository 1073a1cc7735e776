import { describe, expect, test } from "@jest/globals";
import { planCarried, rewritesOf } from "../../../../src/ruby/carried/plan.ts";
import { fits } from "../../../../src/ruby/rewrite-paths.ts";

/** Debian 12's ImageMagick, MariaDB client, libvips, libheif and fontconfig, as far as paths go. */
const folder = "/usr/lib/x86_64-linux-gnu";
const magick = `${folder}/ImageMagick-6.9.11/`;
const texts: Record<string, readonly string[]> = {
  "libMagickCore-6.Q16.so.6": [
    ...[`${magick}/config-Q16/`, `${magick}/modules-Q16/coders`, `${magick}/modules-Q16/filters`],
    ...["/usr/share/ImageMagick-6/", "/etc/ImageMagick-6/", magick],
  ],
  "libmariadb.so.3": [`${folder}/libmariadb3/plugin`],
  "libvips.so.42": [folder],
  "libheif.so.1": [],
  "libfontconfig.so.1": ["/var/cache/fontconfig"],
};
const libraries = new Map(
  Object.entries(texts).map(([name, strings]) => [
    name,
    { from: `${folder}/${name}`, bytes: Buffer.from(`\0${strings.join("\0")}\0`) },
  ]),
);
const list = (path: string) =>
  path === folder ? ["libheif", "libvips.so.42", "vips-modules-8.14"] : [];
const carried = planCarried({ openssl: undefined }, libraries, list);

describe("modules and settings of libraries", () => {
  test.each([
    [`${folder}/ImageMagick-6.9.11`, "/tmp/mm/lib/magick"],
    ["/etc/ImageMagick-6", "/tmp/mm/magick/etc"],
    ["/usr/share/ImageMagick-6", "/tmp/mm/magick/share"],
    [`${folder}/libmariadb3/plugin`, "/tmp/mm/lib/mariadb"],
  ])("%s is replaced in the library that has it compiled in", (from, to) => {
    const one = carried.find(({ rewrite }) => rewrite?.from === from);
    expect(one).toMatchObject({ rewrite: { from, to }, copies: [{ from, to }] });
    expect(one?.rewrite && fits(one.rewrite)).toBe(true);
  });

  test.each([
    [
      `${folder}/vips-modules-8.14`,
      "/tmp/mm/lib/vips/x86_64-linux-gnu/vips-modules-8.14",
      { VIPSHOME: "/tmp/mm/lib/vips" },
    ],
    [`${folder}/libheif`, "/tmp/mm/lib/heif", { LIBHEIF_PLUGIN_PATH: "/tmp/mm/lib/heif/plugins" }],
    ["/usr/share/fonts", "/tmp/mm/fonts/share", { FONTCONFIG_FILE: "/tmp/mm/fonts/fonts.conf" }],
  ])("%s is told by a variable: its path is no string of the library's", (from, to, variables) => {
    const one = carried.find(({ copies }) => copies.some((copy) => copy.from === from));
    expect(one).toMatchObject({ rewrite: undefined, variables });
    expect(one?.copies).toContainEqual({ from, to });
    const { library = "" } = one ?? {};
    expect(rewritesOf(carried, library)).not.toContain(one);
  });

  test("nothing of a library is carried that does not travel", () => {
    const froms = planCarried({ openssl: undefined }, new Map(), list).flatMap(({ copies }) =>
      copies.map(({ from }) => from),
    );
    expect(froms.filter((from) => /Magick|vips|heif|font|maria/.test(from))).toEqual([]);
  });
});
