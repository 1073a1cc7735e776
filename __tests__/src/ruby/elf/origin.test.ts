import { expect, test } from "@jest/globals";
import { expandOrigin } from "../../../../src/ruby/elf/origin.ts";

test.each([
  ["$ORIGIN/../lib", "/opt/bin/../lib"],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the loader's own syntax
  ["${ORIGIN}/$ORIGIN", "/opt/bin//opt/bin"],
  ["/usr/lib", "/usr/lib"],
])("in %s the file's folder stands for $ORIGIN", (entry, expected) => {
  expect(expandOrigin(entry, "/opt/bin")).toBe(expected);
});
