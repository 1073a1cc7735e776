import { expect, test } from "@jest/globals";
import { relocateLoader } from "../../../../src/ruby/elf/relocate-loader.ts";

test.each([
  ["/lib/x86_64-linux-gnu/", "/tmp/mm/lib///////////"],
  ["/usr/lib/aarch64-linux-gnu/", "/tmp/mm/lib////////////////"],
  // Room for our folder, but not for the slash behind it.
  ["/usr/lib64/", "///////////"],
  ["/usr/lib/", "/////////"],
  ["/lib64/", "///////"],
  ["/lib/", "/////"],
  ["/etc/ld.so.cache", "/tmp/mm/ld.cache"],
  ["/etc/ld.so.preload", "/tmp/mm/ld.preload"],
  ["/usr/lib/locale/", "/usr/lib/locale/"],
  ["/opt/usr/lib/", "/opt/usr/lib/"],
  ["/etc/ld.so.nohwcap", "/etc/ld.so.nohwcap"],
])("of the loader's strings, %s becomes %s", (before, after) => {
  const bytes = Buffer.from(`code\0${before}\0more\0${before}\0`);
  relocateLoader(bytes);
  expect(bytes.toString()).toBe(`code\0${after}\0more\0${after}\0`);
});
