import { join } from "node:path";
import { formatBytes } from "../../format.ts";
import { type GemPrograms, pruneGems } from "../../gems/prune/prune.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import type { BuildContext } from "../context.ts";

/** Removes files from the vendored gems that no running app reads, and programs for other systems. */
export async function prune(context: BuildContext, root: BuildRoot, abi: string): Promise<void> {
  const { reporter, inputs, machine } = context;
  const programs = await reporter.group("Prune gems", async () => {
    const top = join(root.backing, "gems/ruby", abi);
    const { files, bytes, programs } = await pruneGems(top, abi, inputs.keepGemFiles, machine);
    reporter.info(`${files} files, ${formatBytes(bytes)}, that no running app reads`);
    for (const line of programs.flatMap(describePrograms)) reporter.info(line);
    return programs;
  });
  for (const { gem, unsuited } of programs) {
    if (unsuited.length > 0) reporter.warning(describeUnsuited(gem, unsuited));
  }
}

function describePrograms({ gem, foreign, moved, bytes }: GemPrograms): readonly string[] {
  const files =
    foreign.length === 1 ? "1 program or library" : `${foreign.length} programs and libraries`;
  const left = `${gem}: ${files} for other systems, ${formatBytes(bytes)}, left out. \`keep-gem-files\` packs the gem whole.`;
  const travel = moved.map(
    ({ from, to }) =>
      `${gem}: \`${from}\`, whose libraries this runner has, travels as \`${to}\`, which the gem looks for on Amazon Linux.`,
  );
  return foreign.length === 0 ? travel : [left, ...travel];
}

function describeUnsuited(gem: string, unsuited: readonly string[]): string {
  return `The gem \`${gem}\` has no program for Amazon Linux, which Lambda runs, and only these for this architecture: ${unsuited.map((path) => `\`${path}\``).join(", ")}. All of them are packed. If the app needs the program, install it in a step before this one (\`sudo apt-get install -y ...\`) and name it in the input \`executables\`.`;
}
