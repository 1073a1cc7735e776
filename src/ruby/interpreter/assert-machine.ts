import { UserError } from "../../errors.ts";
import { MACHINES } from "../elf/parse.ts";
import type { RubyInstallation } from "./inspect.ts";

/**
 * Fails if the function could not run this Ruby.
 * @param machine ELF's number, of Ruby's executable
 * @param architecture the function's
 * @throws UserError for a Ruby of another architecture
 */
export function assertMachine(
  ruby: Pick<RubyInstallation, "executable" | "version">,
  machine: number,
  architecture: keyof typeof MACHINES | undefined,
): void {
  const wanted: readonly number[] = architecture
    ? [MACHINES[architecture]]
    : Object.values(MACHINES);
  if (wanted.includes(machine)) return;
  const built = Object.entries(MACHINES).find(([, number]) => number === machine)?.[0];
  throw new UserError(
    `Ruby ${ruby.version} in \`${ruby.executable}\` was built for ${built ?? "another architecture"}; the function runs on ${architecture ?? "x86_64 or arm64"}.`,
    "Use a runner and a Ruby of the function's architecture: `ubuntu-latest` for x86_64, `ubuntu-24.04-arm` for arm64.",
  );
}
