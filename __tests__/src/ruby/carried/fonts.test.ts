import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { planFonts, writeFontsConf } from "../../../../src/ruby/carried/fonts.ts";
import { tree, writeTree } from "../../../tree.ts";

const scratch = tree();
const library = (name: string) => [name, { from: `/lib/${name}`, bytes: Buffer.alloc(0) }] as const;

test("fonts travel where fontconfig does, and a variable tells it where they are", () => {
  const planned = planFonts(new Map([library("libc.so.6"), library("libfontconfig.so.1")]));
  expect(planned).toEqual([
    {
      library: "libfontconfig.so",
      rewrite: undefined,
      copies: [
        { from: "/usr/share/fonts", to: "/tmp/mm/fonts/share" },
        { from: "/etc/fonts/conf.d", to: "/tmp/mm/fonts/conf.d" },
      ],
      variables: { FONTCONFIG_FILE: "/tmp/mm/fonts/fonts.conf" },
    },
  ]);
});

test("no fonts travel without fontconfig", () => {
  expect(planFonts(new Map([library("libc.so.6")]))).toEqual([]);
  expect(planFonts(new Map())).toEqual([]);
});

test("settings are written where fonts were carried", async () => {
  writeTree(scratch, { "some/fonts/share/a.ttf": "" });
  await writeFontsConf(join(scratch, "some"));
  const text = readFileSync(join(scratch, "some/fonts/fonts.conf"), "utf8");
  expect(text).toContain("<dir>/tmp/mm/fonts/share</dir>");
  expect(text).toContain(">/tmp/mm/fonts/conf.d</include>");
});

test("no settings are written where none were", async () => {
  mkdirSync(join(scratch, "empty/fonts"), { recursive: true });
  await writeFontsConf(join(scratch, "empty"));
  expect(existsSync(join(scratch, "empty/fonts/fonts.conf"))).toBe(false);
  await writeFontsConf(join(scratch, "none"));
  expect(existsSync(join(scratch, "none"))).toBe(false);
});
