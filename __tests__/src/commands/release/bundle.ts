import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ArchiveName } from "../../../../contract/manifest.ts";
import { packArchive } from "../../../../src/bundle/archive/pack.ts";
import type { Built, BuiltArchive } from "../../../../src/bundle/built.ts";
import { archiveRef, createManifest } from "../../../../src/bundle/manifest.ts";
import type { TrustLevel } from "../../../../src/inputs/trust.ts";
import type { PackagedRuby } from "../../../../src/ruby/packaged.ts";

export const RUBY: PackagedRuby = {
  version: "3.3.0",
  abi: "3.3.0",
  executable: "/tmp/mm/bin/ruby",
  env: {},
  defaults: {},
  directories: ["bin"],
  libraries: [],
  absent: [],
};

/** A build of the app `shop`: tiny archives, packed as real ones are. */
export async function bundle(of: {
  /** Content of the app's only file beside its assets. */
  readonly app: string;
  /** Digested assets by their path in the root. */
  readonly assets?: Readonly<Record<string, string>>;
  readonly recipe?: string;
  /** Content of its only gem. */
  readonly gem?: string;
  /** Whose archives they are. */
  readonly trust?: TrustLevel;
  readonly sessionSecrets?: readonly string[];
}): Promise<Built> {
  const { assets = {}, trust = "protected" } = of;
  const archives = [
    await archive(trust, "ruby", { "bin/ruby": "Ruby" }),
    await archive(trust, "gems", { "gems/rack.rb": of.gem ?? "Rack" }),
    await archive(trust, "app", { "app/config.ru": of.app, ...assets }),
  ];
  return {
    manifest: createManifest({
      archives: archives.map(({ ref }) => ref),
      server: { argv: ["/tmp/mm/bin/ruby"], cwd: "/tmp/mm/app", env: {}, defaults: {} },
      label: "Rack",
      healthCheck: { path: "/up" },
    }),
    archives,
    assets: Object.keys(assets),
    label: "Rack",
    sessionSecrets: of.sessionSecrets ?? [],
    injectionDiff: "",
    describes: "Ruby 3.3.0, gems from RubyGems.",
    ...(of.recipe === undefined ? {} : { forLaterBuilds: { recipe: of.recipe, ruby: RUBY } }),
  };
}

async function archive(
  trust: TrustLevel,
  name: ArchiveName,
  files: Readonly<Record<string, string>>,
): Promise<BuiltArchive> {
  const backing = newFolder();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(backing, path)), { recursive: true });
    writeFileSync(join(backing, path), content);
  }
  const directories = [...new Set(Object.keys(files).map((path) => path.split("/")[0] ?? ""))];
  const folder = newFolder();
  const leaveOut = () => false;
  const packed = await packArchive({ name, backing, directories, leaveOut, folder });
  return { ref: archiveRef("shop", trust, packed), folder, parts: packed.parts };
}

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), "megamode-bundle-"));
}
