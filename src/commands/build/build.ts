import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { ArchiveName, ServerCommand } from "../../../contract/manifest.ts";
import { BIN_DIR } from "../../../contract/root.ts";
import { bundlerEnvironment } from "../../app/bundler/environment.ts";
import { MASTER_KEY } from "../../app/master-key.ts";
import { requiredByEnvironment, withRequires } from "../../app/requires.ts";
import { serverCommand } from "../../app/server.ts";
import { leftOutOfApp, leftOutOfGems } from "../../bundle/archive/leave-out.ts";
import { packArchive } from "../../bundle/archive/pack.ts";
import { runBuildCommand } from "../../bundle/build-command.ts";
import type { Built, BuiltArchive } from "../../bundle/built.ts";
import {
  CACHE,
  type Compiled,
  listCompiled,
  partCompileCache,
} from "../../bundle/compile-cache/compiled-files.ts";
import { digestedAssets } from "../../bundle/digested-assets.ts";
import { archiveRef, createManifest } from "../../bundle/manifest.ts";
import { withSaved } from "../../bundle/parts.ts";
import { formatBytes } from "../../format.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import { listParts } from "../../report/parts.ts";
import type { PackagedRuby } from "../../ruby/packaged.ts";
import { relocateAppScripts } from "../../ruby/scripts/relocate-scripts.ts";
import type { BuildContext } from "../context.ts";
import { compile } from "./compile.ts";
import { type GemsAndRuby, gemsAndRuby } from "./gems-and-ruby.ts";
import { prepare } from "./prepare.ts";

/** Builds the bundle on this machine: nothing here needs credentials. */
export async function build(context: BuildContext, root: BuildRoot): Promise<Built> {
  const { reporter, inputs } = context;
  const prepared = await prepare(context, root);
  const { ruby, settings, staged } = prepared;
  const { app } = staged;
  const made = await gemsAndRuby(context, root, prepared);
  const { packaged } = made;
  await relocateAppScripts(root.backing);
  const uncached = withRuby(
    withRequires(
      serverCommand(app, {
        abi: ruby.abi,
        bundler: bundlerEnvironment(app, made.bundler, settings.running),
      }),
      staged.requires,
    ),
    packaged,
  );
  const buildCommand =
    inputs.buildCommand ?? (app.hasAssets ? "bin/rails assets:precompile" : undefined);
  if (buildCommand) {
    const PATH = `${BIN_DIR}:${context.machine.path}`;
    // An initializer may read the credentials, and the build command boots the app.
    const key = inputs.environment[MASTER_KEY];
    const env = {
      ...uncached.defaults,
      ...uncached.env,
      ...(key ? { [MASTER_KEY]: key } : {}),
      ...requiredByEnvironment(staged.requires),
      PATH,
    };
    await reporter.group(`Run \`${buildCommand}\``, () =>
      runBuildCommand(root, buildCommand, env, reporter.info),
    );
  }
  // What was compiled for an earlier build is packed already.
  const kept = made.archives.length > 0 ? await listCompiled(root.backing) : undefined;
  const server = await compile(context, root, app, uncached);
  const assets = await digestedAssets(root.backing);
  const archives = await reporter.group("Pack", () => pack(context, root, made, kept));
  await reporter.group("Largest parts, unpacked", async () => {
    for (const line of listParts(archives)) reporter.info(line);
  });
  return {
    manifest: createManifest({
      archives: archives.map(({ ref }) => ref),
      server,
      label: app.label,
      healthCheckPath: inputs.healthCheckPath ?? app.healthCheckPath,
    }),
    archives,
    assets,
    label: app.label,
    injectionDiff: staged.diff,
    describes: `Ruby ${ruby.version}, gems from ${made.from}.`,
    ...(made.recipe === undefined || made.archives.length > 0
      ? {}
      : { made: { recipe: made.recipe, ruby: packaged } }),
  };
}

/** What the packaged Ruby needs in its environment, and what the server is started with. */
function withRuby(server: ServerCommand, ruby: PackagedRuby): ServerCommand {
  return {
    ...server,
    env: { ...ruby.env, ...server.env },
    defaults: { ...ruby.defaults, ...server.defaults },
  };
}

async function pack(
  { inputs, reporter }: BuildContext,
  root: BuildRoot,
  { packaged: ruby, archives: known, whole }: GemsAndRuby,
  kept: readonly Compiled[] | undefined,
): Promise<readonly BuiltArchive[]> {
  const one = async (
    name: ArchiveName,
    directories: readonly string[],
    leaveOut: (path: string) => boolean = () => false,
  ): Promise<BuiltArchive> => {
    const before = known.find(({ ref }) => ref.name === name);
    if (before) return before;
    const folder = join(root.scratch, "pieces");
    const backing = root.backing;
    const packed = await packArchive({ name, backing, directories, leaveOut, folder });
    const ref = archiveRef(inputs.app, packed);
    const sizes = `${formatBytes(ref.bytes)}, unpacked ${formatBytes(packed.unpackedBytes)}`;
    reporter.info(`${name}: ${sizes}`);
    return { ref, folder, parts: withSaved(packed.parts, whole) };
  };
  const cache = (await readdir(root.backing)).filter((name) => name === CACHE);
  const compiled = await partCompileCache(root.backing, kept);
  return Promise.all([
    one("ruby", ruby.directories),
    one("gems", ["gems", ...cache], (path) => leftOutOfGems(path) || compiled.leftOutOfGems(path)),
    one("app", ["app", ...cache], (path) => leftOutOfApp(path) || compiled.leftOutOfApp(path)),
  ]);
}
