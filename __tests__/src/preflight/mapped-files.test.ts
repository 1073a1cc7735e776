import { expect, test } from "@jest/globals";
import { mappedOutside } from "../../../src/preflight/mapped-files.ts";

const line = (file: string) => `7f00-7f01 r-xp 00000000 08:01 12 ${file}`;

test("files that are mapped from elsewhere are listed once each, sorted", () => {
  const maps = [
    line("/usr/lib/libz.so.1"),
    line("                         /usr/lib/liba b.so"),
    line("/usr/lib/libz.so.1"),
    line("/tmp/mm/lib/libc.so.6"),
    line("/mnt/data/cache"),
    line("/tmp/mmx/lib.so"),
    "",
  ].join("\n");
  expect(mappedOutside(maps, ["/tmp/mm", "/mnt/data"])).toEqual([
    "/tmp/mmx/lib.so",
    "/usr/lib/liba b.so",
    "/usr/lib/libz.so.1",
  ]);
});

test.each(["[heap]", "[vdso]", "", "/dev/zero (deleted)", "/memfd:x (deleted)", "/SYSV00000000"])(
  "`%s` is no file of the runner",
  (file) => expect(mappedOutside(line(file), ["/tmp/mm"])).toEqual([]),
);
