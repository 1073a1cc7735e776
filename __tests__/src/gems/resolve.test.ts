import { expect, test } from "@jest/globals";
import { resolveLockfile } from "../../../src/gems/resolve.ts";
import { typed } from "../../fakes/shell.ts";
import { bundlerInput } from "./bundler-input.ts";

test.each([
  ["lockfile", "bundle lock"],
  ["gem", "bundle lock"],
  ["platform", "bundle lock --add-platform x86_64-linux"],
] as const)("what a lockfile lacks is written by Bundler: %s", async (missing, line) => {
  const input = bundlerInput({});
  await resolveLockfile(input, missing);
  expect(input.root.shell.ran.map(typed)).toEqual([line]);
});

test("what Bundler cannot write is an error", async () => {
  const input = bundlerInput({}, () => ({ status: 1, output: "Could not find gem 'x'" }));
  await expect(resolveLockfile(input, "gem")).rejects.toThrow("Could not find gem 'x'");
});
