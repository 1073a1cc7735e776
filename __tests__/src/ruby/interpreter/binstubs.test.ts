import { expect, test } from "@jest/globals";
import { planBinstubs } from "../../../../src/ruby/interpreter/binstubs.ts";

const stubs = planBinstubs();

test("every executable of Ruby's gems is started by our Ruby", () => {
  expect([...stubs.keys()].sort()).toEqual(["bundle", "bundler", "gem", "rake"]);
  for (const script of stubs.values()) expect(script).toMatch(/^#!\/tmp\/mm\/bin\/ruby\n/);
});

test.each([
  ["bundle", "bundler"],
  ["bundler", "bundler"],
  ["rake", "rake"],
])("%s is an executable of the gem %s", (name, gem) => {
  expect(stubs.get(name)).toContain(`\nload Gem.activate_bin_path("${gem}", "${name}", version)\n`);
});

test("Bundler alone is told the version that was asked for: it may start another of itself", () => {
  const told = [...stubs].filter(([, script]) => script.includes("BUNDLER_VERSION"));
  expect(told.map(([name]) => name)).toEqual(["bundle", "bundler"]);
});
