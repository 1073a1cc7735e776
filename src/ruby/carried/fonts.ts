import { writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { ROOT } from "../../../contract/root.ts";
import { listNames } from "../../files.ts";
import type { Carried, CarriedLibraries } from "./carried.ts";

const FONTS = `${ROOT}/fonts`;

const FONTS_CONF = `${FONTS}/fonts.conf`;

/**
 * This machine's fonts and the rules by which one stands in for another. Their path is no string of the
 * library's: compilers put short ones into instructions. So it is told by a variable.
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

/** Writes the settings where fonts were carried. */
export async function writeFontsConf(backing: string): Promise<void> {
  const folder = join(backing, relative(ROOT, FONTS));
  if ((await listNames(folder)).length > 0) {
    await writeFile(join(backing, relative(ROOT, FONTS_CONF)), renderFontsConf(), { mode: 0o644 });
  }
}

/**
 * Where fonts are, and where their index may be kept: Lambda lets an app write below `/tmp` only.
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
