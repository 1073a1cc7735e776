import { expect, test } from "@jest/globals";
import { systemOf } from "../../../src/host/machine.ts";

test.each([
  ['NAME="Ubuntu"\nVERSION_ID="24.04"\nID=ubuntu\nID_LIKE=debian\n', "ubuntu-24.04"],
  ["ID=debian\nVERSION_ID=12\n", "debian-12"],
  ['NAME="Arch Linux"\nID=arch\n', "arch-rolling"],
  ["", "linux-rolling"],
])("the system of %j is %s", (osRelease, system) => {
  expect(systemOf(osRelease)).toBe(system);
});
