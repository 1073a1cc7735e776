import { expect, test } from "@jest/globals";
import { MACHINES } from "../../../../src/ruby/elf/parse.ts";
import { assertMachine } from "../../../../src/ruby/interpreter/assert-machine.ts";
import { refusal } from "../refusal.ts";

const ruby = { version: "3.3.8", executable: "/opt/ruby/bin/ruby" };

test.each([
  [MACHINES.arm64, "x86_64", "was built for arm64; the function runs on x86_64."],
  [MACHINES.x86_64, "arm64", "was built for x86_64; the function runs on arm64."],
  [243, "arm64", "was built for another architecture; the function runs on arm64."],
  [243, undefined, "was built for another architecture; the function runs on x86_64 or arm64."],
] as const)(
  "a Ruby for ELF's machine %i is refused for %s",
  async (machine, architecture, words) => {
    const error = await refusal(() => assertMachine(ruby, machine, architecture));
    expect(error.message).toBe(`Ruby 3.3.8 in \`/opt/ruby/bin/ruby\` ${words}`);
    expect(error.fix).toContain("`ubuntu-24.04-arm` for arm64");
  },
);

test.each([
  [MACHINES.arm64, "arm64"],
  [MACHINES.x86_64, "x86_64"],
  [MACHINES.arm64, undefined],
  [MACHINES.x86_64, undefined],
] as const)("a Ruby for ELF's machine %i may run on %s", (machine, architecture) => {
  expect(() => assertMachine(ruby, machine, architecture)).not.toThrow();
});
