import { join } from "node:path";
import type { ArchiveName, ServerCommand } from "../../contract/manifest.ts";
import { BIN_DIR } from "../../contract/root.ts";
import { bundlerEnvironment } from "../app/bundler.ts";
import { MASTER_KEY } from "../app/master-key.ts";
import { requiredByEnvironment, withRequires } from "../app/requires.ts";
import { serverCommand } from "../app/server.ts";
import { runBuildCommand } from "../bundle/build-command.ts";
import type { Built, BuiltArchive } from "../bundle/built.ts";
import { digestedAssets } from "../bundle/digested-assets.ts";
import { leftOutOfApp, leftOutOfGems } from "../bundle/leave-out.ts";
import { archiveRef, createManifest } from "../bundle/manifest.ts";
import { packArchive } from "../bundle/pack.ts";
import { formatBytes } from "../format.ts";
import { vendorGems } from "../gems/vendor.ts";
import type { BuildRoot } from "../ports/build-root.ts";
import { findAsked } from "../ruby/find-asked.ts";
import { type PackagedRuby, packageRuby } from "../ruby/package.ts";
import type { BuildContext } from "./context.ts";
import { prepare } from "./prepare.ts";

/** Builds the bundle on this machine: nothing here needs credentials. */
export async function build(context: BuildContext, root: BuildRoot): Promise<Built> {
  const { reporter, inputs } = context;
  const { ruby, settings, staged } = await prepare(context, root);
  const { app } = staged;
  const gems = await reporter.group("Vendor gems", () =>
    vendorGems({
      root,
      cache: context.gemCache,
      reporter,
      app,
      settings,
      ruby,
      machine: context.machine,
      checkout: inputs.workingDirectory,
    }),
  );
  const packaged = await reporter.group("Package Ruby", () =>
    packageRuby({
      ...{ ruby, backing: root.backing, asked: findAsked(inputs, context.machine.path) },
      architecture: context.machine.architecture,
    }),
  );
  reporter.info(`${packaged.libraries.length} shared libraries`);
  for (const { name, neededBy } of packaged.absent) {
    reporter.info(`This runner has no \`${name}\`: the ${neededBy} cannot be used without it.`);
  }
  const server = withRuby(
    withRequires(
      serverCommand(app, {
        abi: ruby.abi,
        bundler: bundlerEnvironment(app, gems.bundler, settings.running),
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
      ...server.defaults,
      ...server.env,
      ...(key ? { [MASTER_KEY]: key } : {}),
      ...requiredByEnvironment(staged.requires),
      PATH,
    };
    await reporter.group(`Run \`${buildCommand}\``, () =>
      runBuildCommand(root, buildCommand, env, reporter.info),
    );
  }
  const assets = await digestedAssets(root.backing);
  const archives = await reporter.group("Pack", () => pack(context, root, packaged));
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
    describes: `Ruby ${ruby.version}, gems from ${gems.from === "cache" ? "the cache" : "Bundler"}.`,
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
  ruby: PackagedRuby,
): Promise<readonly BuiltArchive[]> {
  const one = async (
    name: ArchiveName,
    directories: readonly string[],
    leaveOut: (path: string) => boolean = () => false,
  ): Promise<BuiltArchive> => {
    const folder = join(root.scratch, "pieces");
    const backing = root.backing;
    const packed = await packArchive({ name, backing, directories, leaveOut, folder });
    const ref = archiveRef(inputs.app, packed);
    const sizes = `${formatBytes(ref.bytes)}, unpacked ${formatBytes(packed.unpackedBytes)}`;
    reporter.info(`${name}: ${sizes}`);
    return { ref, folder };
  };
  return Promise.all([
    one("ruby", ruby.directories),
    one("gems", ["gems"], leftOutOfGems),
    one("app", ["app"], leftOutOfApp),
  ]);
}
