import { join } from "node:path";
import type { ArchiveName } from "../../../contract/manifest.ts";
import { leftOutOfApp, leftOutOfGems, secretsRule } from "../../bundle/archive/leave-out.ts";
import { packArchive } from "../../bundle/archive/pack.ts";
import type { BuiltArchive } from "../../bundle/built.ts";
import { CACHE, type Compiled } from "../../bundle/compile-cache/compiled-files.ts";
import { divideCompileCache } from "../../bundle/compile-cache/divide.ts";
import { archiveRef } from "../../bundle/manifest.ts";
import { withSaved } from "../../bundle/parts.ts";
import { listNames } from "../../files.ts";
import { formatBytes } from "../../format.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import type { BuildContext } from "../context.ts";
import type { GemsAndRuby } from "./gems-and-ruby.ts";

/**
 * Packs the root into the archives `ruby`, `gems` and `app`; those that an earlier build packed stay as they are.
 * @param compiledBefore what the archive `gems` holds of the compile cache, if an earlier build packed it
 */
export async function packBundle(
  { inputs, reporter }: Pick<BuildContext, "inputs" | "reporter">,
  root: Pick<BuildRoot, "backing" | "scratch">,
  { packaged, packedBefore, unpruned }: Pick<GemsAndRuby, "packaged" | "packedBefore" | "unpruned">,
  compiledBefore: readonly Compiled[] | undefined,
): Promise<readonly BuiltArchive[]> {
  const { backing } = root;
  const folder = join(root.scratch, "pieces");
  const pack = async (
    name: ArchiveName,
    directories: readonly string[],
    leaveOut: (path: string) => boolean,
  ): Promise<BuiltArchive> => {
    const before = packedBefore.find(({ ref }) => ref.name === name);
    if (before) return before;
    const packed = await packArchive({ name, backing, directories, leaveOut, folder });
    const ref = archiveRef(inputs.app, inputs.trust, packed);
    const sizes = `${formatBytes(ref.bytes)}, unpacked ${formatBytes(packed.unpackedBytes)}`;
    reporter.info(`${name}: ${sizes}`);
    return { ref, folder, parts: withSaved(packed.parts, unpruned) };
  };
  const compiled = await divideCompileCache(backing, compiledBefore);
  const cache = (await listNames(backing)).filter((name) => name === CACHE);
  const ofGems = (path: string) => leftOutOfGems(path) || compiled.leftOutOfGems(path);
  const isSecret = secretsRule(backing, inputs.include);
  const ofApp = (path: string) =>
    leftOutOfApp(path) || isSecret(path) || compiled.leftOutOfApp(path);
  return Promise.all([
    pack("ruby", packaged.directories, () => false),
    pack("gems", ["gems", ...cache], ofGems),
    pack("app", ["app", ...cache], ofApp),
  ]);
}
