import { writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { ROOT } from "../../../contract/root.ts";
import { listNames } from "../../files.ts";
import type { Carried, CarriedLibraries } from "./carried.ts";

const FONTS = `${ROOT}/fonts`;

const FONTS_CONF = `${FONTS}/fonts.conf`;

/**
 * Plans this machine's fonts and the rules by which one stands in for another. A variable gives their path, because the
 * library does not hold it as a string: compilers put short strings into instructions.
 */
export function planFonts(libraries: CarriedLibraries): readonly Carried[] {
  if (![...libraries.keys()].some((name) => name.startsWith("libfontconfig.so"))) return [];
  return [
    {
      library: "libfontconfig.so",
      rewrite: undefined,
      copies: [
        { from: "/usr/share/fonts", to: `${FONTS}/share` },
        { from: "/etc/fonts/conf.d", to: `${FONTS}/conf.d` },
      ],
      variables: { FONTCONFIG_FILE: FONTS_CONF },
    },
  ];
}

/** Writes fontconfig's settings if fonts were carried. */
export async function writeFontsConf(backing: string): Promise<void> {
  const names = await listNames(join(backing, relative(ROOT, FONTS)));
  if (names.length === 0) return;
  await writeFile(join(backing, relative(ROOT, FONTS_CONF)), renderFontsConf(), { mode: 0o644 });
}

/**
 * Names the folders of fonts and of their index: Lambda lets an app write below `/tmp` only.
 * https://www.freedesktop.org/software/fontconfig/fontconfig-user.html
 */
function renderFontsConf(): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>${FONTS}/share</dir>
  <include ignore_missing="yes">${FONTS}/conf.d</include>
  <cachedir>/tmp/fontconfig</cachedir>
</fontconfig>
`;
}
