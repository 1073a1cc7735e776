import { expect, test } from "@jest/globals";
import type { UserError } from "../../../../src/errors.ts";
import { assertNoneMissing } from "../../../../src/ruby/closure/missing.ts";
import { refusal } from "../refusal.ts";

const missing = (...names: string[]) => names.map((name) => ({ name, neededBy: "gem `x-1`" }));
const refused = (...names: string[]): Promise<UserError> =>
  refusal(() => assertNoneMissing(missing(...names)));

test("a library names the gem, and the package where it is known", async () => {
  const error = await refused("libpq.so.5");
  expect(error.message).toBe("This runner does not have `libpq.so.5`, which the gem `x-1` needs.");
  expect(error.fix).toBe("Install it in a step before this one: `sudo apt-get install -y libpq5`.");
});

test("of several, each and each package is named once", async () => {
  const error = await refused("libpq.so.5", "libMagickCore.so.6", "libMagickWand.so.6", "libq.so");
  expect(error.message).toContain("`libpq.so.5`, which the gem `x-1` needs; nor `libMagickCore");
  expect(error.fix).toContain("apt-get install -y libpq5 libmagickwand-dev`");
});

test("of an unknown library it is told how to find the package", async () => {
  expect((await refused("libunknown.so.1")).fix).toContain("apt-file search");
});

test("nothing is wrong where nothing is missing", () => {
  expect(() => assertNoneMissing([])).not.toThrow();
});
