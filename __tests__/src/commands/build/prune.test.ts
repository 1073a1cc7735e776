import { expect, test } from "@jest/globals";
import { prune } from "../../../../src/commands/build/prune.ts";
import type { BuildContext } from "../../../../src/commands/context.ts";
import type { BuildRoot } from "../../../../src/ports/build-root.ts";
import { fakeReporter } from "../../../fakes/reporter.ts";
import { tree } from "../../../tree.ts";
import { ARM64, elf, X86_64 } from "../../gems/prune/programs/program.ts";

const BIN = "gems/ruby/3.1.0/gems/w-1/bin";
const big = { bytes: 100 * 1024 };
const program = (machine: number) => elf(machine, big);

/** What a build says that prunes a gem with these programs. */
async function told(
  programs: Readonly<Record<string, Buffer>>,
  architecture: "x86_64" | "arm64" = "x86_64",
) {
  const backing = tree({
    "gems/ruby/3.1.0/specifications/w-1.gemspec": 's.require_paths = ["lib".freeze]',
    ...Object.fromEntries(Object.entries(programs).map(([name, data]) => [`${BIN}/${name}`, data])),
  });
  const reporter = fakeReporter();
  const context = {
    ...{ reporter, inputs: { keepGemFiles: [] } },
    machine: { architecture, system: "debian-12" },
  } as unknown as BuildContext;
  await prune(context, { backing } as BuildRoot, "3.1.0");
  return reporter.told.join("\n");
}

test("the log says of each gem what was left out, how much, and how it comes back", async () => {
  const log = await told({ "w-linux": program(X86_64), "w-arm": program(ARM64) });
  expect(log).toContain(
    "w-1: 1 program or library for other systems, 100.0 KB, left out. `keep-gem-files` packs the gem whole.",
  );
  expect(log).not.toContain("warning");
});

test("the log names the program that travels in another one's place", async () => {
  const log = await told({ w_debian_12: program(X86_64), w_rhel_9: program(X86_64) });
  expect(log).toContain(
    "w-1: `bin/w_debian_12`, whose libraries this runner has, travels as `bin/w_rhel_9`, which the gem looks for on Amazon Linux.",
  );
});

test("a warning names a gem that has no program for Amazon Linux, and what to do", async () => {
  const log = await told({ w_debian_12: program(ARM64), w_debian_11: program(ARM64) }, "arm64");
  expect(log).toMatch(
    /^warning: The gem `w-1` has no program for Amazon Linux, .*: `bin\/w_debian_11`, `bin\/w_debian_12`\. All of them are packed\. .* `executables`\.$/m,
  );
});
