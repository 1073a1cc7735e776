import { join } from "node:path";
import type { ArchiveName } from "../../../../contract/manifest.ts";
import { packArchive } from "../../../../src/bundle/archive/pack.ts";
import type { BuiltArchive, EarlierBuild } from "../../../../src/bundle/built.ts";
import { archiveRef } from "../../../../src/bundle/manifest.ts";
import type { EarlierBuilds } from "../../../../src/commands/context.ts";
import { ENVIRONMENT, type PackagedRuby } from "../../../../src/ruby/packaged.ts";
import { tree } from "../../../tree.ts";
import { RACK_GEM } from "./fake-build.ts";

type Files = Readonly<Record<string, string>>;

export const PACKAGED: PackagedRuby = {
  version: "3.3.8",
  abi: "3.3.0",
  executable: "/tmp/mm/bin/ruby",
  env: ENVIRONMENT,
  defaults: { TZDIR: "/tmp/mm/zoneinfo" },
  directories: ["bin", "lib"],
  libraries: [],
  absent: [],
};

/** Packs these files, paths relative to the root. */
export async function archive(name: ArchiveName, files: Files): Promise<BuiltArchive> {
  const backing = tree(files);
  const folder = join(tree(), "pieces");
  const directories = [...new Set(Object.keys(files).map((path) => path.split("/")[0] ?? ""))];
  const packed = await packArchive({ name, backing, directories, leaveOut: () => false, folder });
  return { ref: archiveRef("shop", "protected", packed), folder, parts: packed.parts };
}

/** What an earlier build of the app left. */
export async function earlierBuild(gems: Files = RACK_GEM): Promise<EarlierBuild> {
  return {
    ruby: PACKAGED,
    archives: [await archive("ruby", { "bin/ruby": "ELF" }), await archive("gems", gems)],
  };
}

/** Finds that build, or none. */
export function finds(
  found: EarlierBuild | undefined,
): EarlierBuilds & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async find(recipe) {
      asked.push(recipe);
      return found;
    },
  };
}
