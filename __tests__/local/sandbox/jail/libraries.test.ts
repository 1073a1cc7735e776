import { expect, test } from "@jest/globals";
import { parseTrace } from "../../../../local/sandbox/jail/libraries.ts";

test("the loader's trace gives its own path and those of the libraries", () => {
  const trace =
    "\tlinux-vdso.so.1 (0x00007f16)\n\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f17)\n\t/lib64/ld-linux-x86-64.so.2 (0x00007f18)\n";
  expect(parseTrace(trace)).toEqual([
    "/lib/x86_64-linux-gnu/libc.so.6",
    "/lib64/ld-linux-x86-64.so.2",
  ]);
});

test("a library that is missing is named", () => {
  expect(() => parseTrace("\tlibx.so.1 => not found\n")).toThrow("`libx.so.1`");
});
