import { join } from "node:path";
import type { ArchiveName } from "../../../contract/manifest.ts";
import { allEnded } from "../../all-ended.ts";
import type { Held } from "../../bundle/archive/held.ts";
import { leftOutOfApp, leftOutOfGems, secretsRule } from "../../bundle/archive/leave-out.ts";
import { packArchive } from "../../bundle/archive/pack.ts";
import type { BuiltArchive } from "../../bundle/built.ts";
import { CACHE } from "../../bundle/compile-cache/compiled-files.ts";
import { divideCompileCache } from "../../bundle/compile-cache/divide.ts";
import { describeDropped } from "../../bundle/dropped.ts";
import { archiveRef } from "../../bundle/manifest.ts";
import { withSaved } from "../../bundle/parts.ts";
import { listNames } from "../../files.ts";
import { formatBytes } from "../../format.ts";
import { includeRule } from "../../inject/copy/include.ts";
import type { LeftOut } from "../../inject/left-out/left-out.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import type { BuildContext } from "../context.ts";
import type { GemsAndRuby } from "./gems-and-ruby.ts";

export interface PackedBundle {
  readonly archives: readonly BuiltArchive[];
  /** What the archives `ruby` and `gems` hold that were packed here. */
  readonly held: Held;
  /** What of the app was there while it was built, and was not packed. */
  readonly leftOut: readonly LeftOut[];
}

/**
 * Packs the root into the archives `ruby`, `gems` and `app`; those that an earlier build packed stay as they are.
 * @param ofGems what of the compile cache goes with the gems, or is in an earlier build's archive
 */
export async function packBundle(
  { inputs, reporter }: Pick<BuildContext, "inputs" | "reporter">,
  root: Pick<BuildRoot, "backing" | "scratch">,
  { packaged, packedBefore, unpruned }: Pick<GemsAndRuby, "packaged" | "packedBefore" | "unpruned">,
  ofGems: readonly string[],
): Promise<PackedBundle> {
  const { backing } = root;
  const held = new Map<string, string>();
  const folder = join(root.scratch, "pieces");
  const pack = async (
    name: ArchiveName,
    directories: readonly string[],
    leaveOut: (path: string, isFolder: boolean) => boolean,
  ): Promise<BuiltArchive> => {
    const before = packedBefore.find(({ ref }) => ref.name === name);
    if (before) return before;
    // An app may write to its own files.
    const once = name !== "app";
    const packed = await packArchive({ name, backing, directories, leaveOut, once, folder });
    const ref = archiveRef(inputs.app, inputs.trust, packed);
    const sizes = `${formatBytes(ref.bytes)}, unpacked ${formatBytes(packed.unpackedBytes)}`;
    reporter.info(`${name}: ${sizes}`);
    if (name !== "app") for (const [path, what] of packed.held) held.set(path, what);
    return { ref, folder, parts: withSaved(packed.parts, unpruned) };
  };
  const compiled = await divideCompileCache(backing, ofGems);
  const cache = (await listNames(backing)).filter((name) => name === CACHE);
  const notOfGems = (path: string) => leftOutOfGems(path) || compiled.leftOutOfGems(path);
  const isSecret = secretsRule(backing, inputs.include);
  const included = includeRule(inputs.include);
  const dropped: string[] = [];
  const notOfApp = (path: string, isFolder: boolean) => {
    if (compiled.leftOutOfApp(path)) return true;
    const isDropped = leftOutOfApp(path, isFolder, included) || isSecret(path);
    if (isDropped) dropped.push(path);
    return isDropped;
  };
  const archives = await allEnded([
    pack("ruby", packaged.directories, () => false),
    pack("gems", ["gems", ...cache], notOfGems),
    pack("app", ["app", ...cache], notOfApp),
  ]);
  return { archives, held, leftOut: describeDropped(backing, dropped) };
}
