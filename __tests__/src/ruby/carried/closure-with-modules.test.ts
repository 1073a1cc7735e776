import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { resolveWithModules } from "../../../../src/ruby/carried/closure-with-modules.ts";
import { machineWith, seed } from "../closure/machine.ts";
import { elfFile } from "../elf-file.ts";
import { scratchFolder, writeFiles } from "../scratch.ts";

const scratch = scratchFolder();
const lib = join(scratch, "usr/lib");
const plugins = join(scratch, "usr/lib/libmariadb3/plugin");
const backing = join(scratch, "backing");
writeFiles(lib, {
  // A module of libvips for ImageMagick, whose authentication, so to say, is a module as well.
  "vips-modules-8.14/vips-magick.so": elfFile({ needed: ["libmariadb.so.3"] }),
  "libmariadb3/plugin/dialog.so": elfFile({ needed: ["libdialog.so.1", "libgone.so.1"] }),
  "vips-modules.txt": "",
});

test("modules' libraries travel, and the modules of those, until nothing is new", async () => {
  const read = machineWith({
    [`${lib}/libvips.so.42`]: {},
    [`${lib}/libmariadb.so.3`]: Buffer.concat([elfFile(), Buffer.from(`\0${plugins}\0`)]),
    [`${lib}/libdialog.so.1`]: {},
  });
  const start = { needed: ["libvips.so.42", "libgmp.so.10"], rpath: lib };
  const { libraries, modules, missing, carried } = await resolveWithModules({
    ruby: { openssl: undefined },
    read,
    executable: seed("/usr/bin/ruby", start, { label: "Ruby" }),
    seeds: [seed("/usr/lib/x.so", { needed: ["libno.so"] }, { label: "x" })],
    named: [{ name: "libyes.so", neededBy: "input `libraries`", required: true }],
    backing,
  });
  expect(libraries.map(({ name }) => name)).toEqual([
    "libdialog.so.1",
    "libmariadb.so.3",
    "libvips.so.42",
  ]);
  expect(modules.map(({ path }) => path)).toEqual([
    "/tmp/mm/lib/mariadb/dialog.so",
    "/tmp/mm/lib/vips/lib/vips-modules-8.14/vips-magick.so",
  ]);
  expect(missing.map(({ name }) => name)).toEqual(["libgmp.so.10", "libyes.so", "libno.so"]);
  expect(carried.map(({ library }) => library)).toEqual(
    expect.arrayContaining(["libmariadb.so", "libvips.so", "lib"]),
  );
});
