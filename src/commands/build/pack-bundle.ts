import { join } from "node:path";
import type { ArchiveName } from "../../../contract/manifest.ts";
import { allEnded } from "../../all-ended.ts";
import { listEntries } from "../../bundle/archive/entries.ts";
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
import { isBuildProgram } from "../../gems/build-programs.ts";
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
  /** The archive `gems` as later builds need it, where another one is served: with the programs that only build. */
  readonly gemsForBuilds: BuiltArchive | undefined;
}

/**
 * Packs the root into the archives `ruby`, `gems` and `app`; those that an earlier build packed stay as they are.
 * @param ofGems what of the compile cache goes with the gems, or is in an earlier build's archive
 */
export async function packBundle(
  { inputs, reporter }: Pick<BuildContext, "inputs" | "reporter">,
  root: Pick<BuildRoot, "backing" | "scratch">,
  {
    packaged,
    packedBefore,
    unpruned,
    forLater,
  }: Pick<GemsAndRuby, "packaged" | "packedBefore" | "unpruned" | "forLater">,
  ofGems: readonly string[],
): Promise<PackedBundle> {
  const { backing } = root;
  // An earlier build's gems are as large as they were there, together with what it left out.
  const whole = packedBefore
    .flatMap(({ parts }) => parts)
    .map((part) => ({ ...part, bytes: part.bytes + (part.saved ?? 0) }))
    .concat(unpruned);
  const held = new Map<string, string>();
  const folder = join(root.scratch, "pieces");
  const pack = async (
    name: ArchiveName,
    directories: readonly string[],
    leaveOut: (path: string, isFolder: boolean) => boolean,
    label: string = name,
  ): Promise<BuiltArchive> => {
    // An app may write to its own files.
    const once = name !== "app";
    const packed = await packArchive({ name, backing, directories, leaveOut, once, folder });
    const ref = archiveRef(inputs.app, inputs.trust, packed);
    const sizes = `${formatBytes(ref.bytes)}, unpacked ${formatBytes(packed.unpackedBytes)}`;
    reporter.info(`${label}: ${sizes}`);
    if (name !== "app") for (const [path, what] of packed.held) held.set(path, what);
    return { ref, folder, parts: withSaved(packed.parts, whole) };
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
  const programs = (await listEntries(backing, ["gems"], leftOutOfGems))
    .map(({ path }) => path)
    .filter((path) => isBuildProgram(path, inputs.keepGemFiles));
  const gems = ["gems", ...cache];
  const earlier = (name: ArchiveName) => {
    const found = packedBefore.find(({ ref }) => ref.name === name);
    return found && Promise.resolve(found);
  };
  const isLean = programs.length > 0;
  const lean = (path: string) => notOfGems(path) || programs.includes(path);
  const [ruby, served, app, gemsForBuilds] = await allEnded<BuiltArchive>([
    earlier("ruby") ?? pack("ruby", packaged.directories, () => false),
    isLean ? pack("gems", gems, lean) : (earlier("gems") ?? pack("gems", gems, notOfGems)),
    pack("app", ["app", ...cache], notOfApp),
    ...(isLean && forLater ? [pack("gems", gems, notOfGems, "gems, for later builds")] : []),
  ]);
  for (const path of programs) reporter.info(`Not packed, since only builds need it: ${path}`);
  const leftOut = describeDropped(backing, dropped);
  return { archives: [ruby!, served!, app!], held, gemsForBuilds, leftOut };
}
