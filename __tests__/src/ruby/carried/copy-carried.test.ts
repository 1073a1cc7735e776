import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import type { Carried } from "../../../../src/ruby/carried/carried.ts";
import { copyCarried } from "../../../../src/ruby/carried/copy-carried.ts";
import { tree, writeTree } from "../../../tree.ts";
import { elfFile } from "../elf-file.ts";

const scratch = tree();
const machine = join(scratch, "machine");
const coders = join(machine, "ImageMagick/coders");
const png = `dlname='png.so'\nlibdir='${coders}'\n`;
writeTree(machine, {
  "ImageMagick/coders/png.so": elfFile({ needed: ["libpng16.so.16"] }),
  "ImageMagick/coders/png.la": png,
  "ImageMagick/coders/other.la": "libdir='/opt'\n",
  "ImageMagick/coders/png.txt": coders,
  "ImageMagick/coders/broken.so": "no library",
  "ssl/openssl.cnf": "x",
});

function carried(more: Partial<Carried>): Carried {
  return { library: "libx", rewrite: undefined, copies: [], variables: {}, ...more };
}

let count = 0;
async function copied(...planned: readonly Carried[]) {
  count += 1;
  const backing = join(scratch, `backing-${count}`);
  return { backing, ...(await copyCarried(planned, backing)) };
}

describe("what is carried", () => {
  const to = "/tmp/mm/lib/magick";
  const one = carried({ rewrite: { from: coders, to }, copies: [{ from: coders, to }] });

  test("is copied, and its modules are found where they now are", async () => {
    const { backing, modules, ...found } = await copied(one);
    expect(found.carried).toEqual([one]);
    expect(modules).toMatchObject([
      {
        path: "/tmp/mm/lib/magick/png.so",
        file: join(backing, "lib/magick/png.so"),
        label: "module `/tmp/mm/lib/magick/png.so`",
        required: false,
        elf: { needed: ["libpng16.so.16"] },
      },
    ]);
  });

  test("has the new folder in its indexes, and in no other file", async () => {
    const { backing } = await copied(one);
    const read = (name: string) => readFileSync(join(backing, "lib/magick", name), "utf8");
    expect(read("png.la")).toBe(png.replace(coders, to.padEnd(coders.length, "/")));
    expect(read("other.la")).toBe("libdir='/opt'\n");
    expect(read("png.txt")).toBe(coders);
  });

  test("keeps its indexes where the new folder does not fit, or no path is compiled in", async () => {
    const long = `/tmp/mm/lib/${"x".repeat(coders.length)}`;
    const tooLong = { ...one, rewrite: { from: coders, to: long } };
    for (const other of [tooLong, { ...one, rewrite: undefined }]) {
      const { backing } = await copied(other);
      expect(readFileSync(join(backing, "lib/magick/png.la"), "utf8")).toBe(png);
    }
  });

  test("is only what this machine has", async () => {
    const ssl = carried({
      copies: [
        { from: join(machine, "none.pem"), to: "/tmp/mm/ssl/cert.pem" },
        { from: join(machine, "ssl/openssl.cnf"), to: "/tmp/mm/ssl/openssl.cnf" },
      ],
    });
    const absent = carried({ copies: [{ from: join(machine, "none"), to: "/tmp/mm/none" }] });
    const path = carried({ rewrite: { from: "/etc/x", to: "/x" } });
    const { backing, carried: found, modules } = await copied(ssl, absent, path);
    expect(found).toEqual([ssl, path]);
    expect(modules).toEqual([]);
    expect(statSync(join(backing, "ssl/openssl.cnf")).isFile()).toBe(true);
    expect(existsSync(join(backing, "none"))).toBe(false);
  });
});
