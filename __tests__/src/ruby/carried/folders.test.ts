import { describe, expect, test } from "@jest/globals";
import { planFolders } from "../../../../src/ruby/carried/folders.ts";
import { fits } from "../../../../src/ruby/rewrite-paths.ts";

/** Debian 12's libraries, as far as paths go. */
const folder = "/usr/lib/x86_64-linux-gnu";
const magick = `${folder}/ImageMagick-6.9.11/`;
const texts: Record<string, readonly string[]> = {
  "libMagickCore-6.Q16.so.6": [
    `${magick}/config-Q16/`,
    `${magick}/modules-Q16/coders`,
    `${magick}/modules-Q16/filters`,
    "/usr/share/ImageMagick-6/",
    "/etc/ImageMagick-6/",
    magick,
  ],
  "libc.so.6": [`${folder}/gconv`, "/usr/share/zoneinfo"],
  "libcrypto.so.3": ["/usr/lib64/ossl-modules", "/usr/lib64/engines-3"],
  "libcrypto.so.1.1": ["/usr/lib64/engines-1.1", "/usr/lib64/engines-3"],
  "libheif.so.1": [],
  "libmariadb.so.3": [`${folder}/libmariadb3/plugin`],
  "libother.so.1": ["/opt/other/gconv"],
  "libvips.so.42": [folder],
};
const libraries = new Map(
  Object.entries(texts).map(([name, strings]) => [
    name,
    { from: `${folder}/${name}`, bytes: Buffer.from(`\0${strings.join("\0")}\0`) },
  ]),
);
const list = (path: string) =>
  path === folder ? ["libheif", "libvips.so.42", "vips-modules-8.14"] : [];
const planned = planFolders(libraries, list);

describe("a folder that a library has compiled in", () => {
  test.each([
    [`${folder}/ImageMagick-6.9.11`, "/tmp/mm/lib/magick"],
    ["/etc/ImageMagick-6", "/tmp/mm/magick/etc"],
    ["/usr/share/ImageMagick-6", "/tmp/mm/magick/share"],
    [`${folder}/libmariadb3/plugin`, "/tmp/mm/lib/mariadb"],
    [`${folder}/gconv`, "/tmp/mm/lib/gconv"],
    ["/usr/lib64/ossl-modules", "/tmp/mm/ssl/modules"],
    ["/usr/lib64/engines-3", "/tmp/mm/ssl/engines"],
    ["/usr/lib64/engines-1.1", "/tmp/mm/ssl/engines"],
  ])("%s goes to %s, and its path is replaced", (from, to) => {
    const found = planned.filter(({ rewrite }) => rewrite?.from === from);
    expect(found).toMatchObject([{ rewrite: { from, to }, copies: [{ from, to }] }]);
    expect(fits({ from, to })).toBe(true);
  });

  test("is not taken from another library", () => {
    const froms = planned.flatMap(({ copies }) => copies.map(({ from }) => from));
    expect(froms).not.toContain("/opt/other/gconv");
    expect(froms).toHaveLength(10);
  });
});

describe("a folder beside a library", () => {
  test.each([
    [
      `${folder}/vips-modules-8.14`,
      "/tmp/mm/lib/vips/x86_64-linux-gnu/vips-modules-8.14",
      { VIPSHOME: "/tmp/mm/lib/vips" },
    ],
    [`${folder}/libheif`, "/tmp/mm/lib/heif", { LIBHEIF_PLUGIN_PATH: "/tmp/mm/lib/heif/plugins" }],
  ])("%s goes to %s, and a variable tells it", (from, to, variables) => {
    expect(planned).toContainEqual(
      expect.objectContaining({ rewrite: undefined, copies: [{ from, to }], variables }),
    );
  });
});

test("nothing is planned of a library that does not travel", () => {
  expect(planFolders(new Map(), list)).toEqual([]);
});
