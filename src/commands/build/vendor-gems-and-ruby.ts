import { leftOutOfGems } from "../../bundle/archive/leave-out.ts";
import { measureParts } from "../../bundle/parts.ts";
import { isWholeGem } from "../../gems/prune/whole-gems.ts";
import { vendorGems } from "../../gems/vendor.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import { findAsked } from "../../ruby/asked/find.ts";
import { packageRuby } from "../../ruby/package.ts";
import type { BuildContext } from "../context.ts";
import type { GemsAndRuby } from "./gems-and-ruby.ts";
import type { Prepared } from "./prepare.ts";
import { prune } from "./prune.ts";

const FROM = { cache: "the cache", bundler: "Bundler", "the job": "the job" } as const;

/**
 * Installs the gems, removes what no running app reads, and packages this machine's Ruby for the rest.
 * @param installation `installationDigest`
 */
export async function vendorGemsAndRuby(
  context: BuildContext,
  root: BuildRoot,
  { ruby, settings, staged }: Prepared,
  installation: string | undefined,
): Promise<Omit<GemsAndRuby, "forLater">> {
  const { inputs, reporter, gemCache, machine } = context;
  const gems = await reporter.group("Vendor gems", () =>
    vendorGems({
      root,
      cache: gemCache,
      reporter,
      app: staged.app,
      settings,
      ruby,
      machine,
      checkout: inputs.workingDirectory,
      installation,
      trust: inputs.trust,
    }),
  );
  const unpruned = await measureParts("gems", root.backing, ["gems"], leftOutOfGems);
  await prune(context, root, ruby.abi);
  const packaged = await reporter.group("Package Ruby", () =>
    packageRuby({
      ruby,
      backing: root.backing,
      asked: findAsked(inputs, machine.path),
      architecture: machine.architecture,
      isWhole: (gem) => isWholeGem(inputs.keepGemFiles, gem),
    }),
  );
  reporter.info(`${packaged.libraries.length} shared libraries`);
  for (const { name, neededBy } of packaged.absent) {
    reporter.info(`This runner has no \`${name}\`: the ${neededBy} cannot be used without it.`);
  }
  return { packaged, bundler: gems.bundler, from: FROM[gems.from], packedBefore: [], unpruned };
}
