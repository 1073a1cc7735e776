import type { ServerCommand } from "../../../contract/manifest.ts";
import { bundlerEnvironment } from "../../app/bundler/environment.ts";
import { serverCommand } from "../../app/server/command.ts";
import { withEagerLoad } from "../../app/server/eager-load.ts";
import { withPreloadedFiles } from "../../app/server/preload.ts";
import type { Built } from "../../bundle/built.ts";
import { listCompiled } from "../../bundle/compile-cache/compiled-files.ts";
import { digestedAssets } from "../../bundle/digested-assets.ts";
import { createManifest } from "../../bundle/manifest.ts";
import { renderLeftOut } from "../../inject/left-out/left-out.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import { listParts } from "../../report/parts.ts";
import type { PackagedRuby } from "../../ruby/packaged.ts";
import { relocateAppScripts } from "../../ruby/scripts/relocate-scripts.ts";
import type { BuildContext } from "../context.ts";
import { tellingLeftOut } from "../telling-left-out.ts";
import { compile } from "./compile.ts";
import { ifUnchanged } from "./made.ts";
import { obtainGemsAndRuby } from "./obtain-gems-and-ruby.ts";
import { packBundle } from "./pack-bundle.ts";
import { type Prepared, prepare } from "./prepare.ts";
import { runBuild } from "./run-build.ts";
import { sessionSecrets } from "./session-secrets.ts";
import { variablesOfBuild } from "./variables-of-build.ts";

/** Builds the bundle on this machine: nothing here needs credentials. */
export async function build(context: BuildContext, root: BuildRoot): Promise<Built> {
  const prepared = await prepare(context, root);
  return tellingLeftOut(context.inputs, root, prepared.staged.leftOut, () =>
    buildPrepared(context, root, prepared),
  );
}

async function buildPrepared(
  context: BuildContext,
  root: BuildRoot,
  prepared: Prepared,
): Promise<Built> {
  const { reporter, inputs } = context;
  const { ruby, settings, staged } = prepared;
  const { app } = staged;
  const secrets = await sessionSecrets(context, root, app);
  const gemsAndRuby = await obtainGemsAndRuby(context, root, prepared);
  const { packaged, bundler, from, packedBefore } = gemsAndRuby;
  await relocateAppScripts(root.backing);
  const uncached = withRuby(
    withPreloadedFiles(
      withEagerLoad(
        serverCommand(app, inputs.railsEnv.name, {
          abi: ruby.abi,
          bundler: bundlerEnvironment(app, bundler, settings.running),
        }),
        app,
        inputs.eagerLoad,
      ),
      staged.requires,
    ),
    packaged,
  );
  const variables = await variablesOfBuild(inputs, root, secrets, uncached.env.BUNDLE_GEMFILE);
  await runBuild(context, root, staged, uncached, variables);
  // Must run before the app is compiled: what lies there now is in an archive of the earlier build.
  const compiledBefore = packedBefore.length > 0 ? await listCompiled(root.backing) : undefined;
  const { server, ofGems, forLater } = await compile(
    { reporter, inputs: { ...inputs, include: staged.include } },
    root,
    app,
    uncached,
    gemsAndRuby,
    variables,
  );
  const assets = await digestedAssets(root.backing);
  const { archives, forLaterBuilds, leftOut } = await reporter.group("Pack", async () => {
    const inGems = compiledBefore?.map(({ path }) => path) ?? ofGems;
    const packing = { reporter, inputs: { ...inputs, include: staged.include } };
    const packed = await packBundle(packing, root, gemsAndRuby, inGems);
    const { archives, gemsForBuilds: gems, leftOut } = packed;
    const said = renderLeftOut(leftOut);
    if (said !== undefined) reporter.info(said);
    const unchanged = forLater && ifUnchanged(forLater, packed.held, reporter.info);
    const forLaterBuilds = unchanged && {
      recipe: unchanged.recipe,
      ruby: packaged,
      ...(gems && { gems }),
    };
    return { archives, forLaterBuilds, leftOut };
  });
  await reporter.group("Largest parts, unpacked", async () => {
    for (const line of listParts(archives)) reporter.info(line);
  });
  return {
    manifest: createManifest({
      archives: archives.map(({ ref }) => ref),
      server,
      label: app.label,
      healthCheck: { path: inputs.healthCheckPath ?? app.healthCheckPath },
    }),
    archives,
    assets,
    label: app.label,
    sessionSecrets: secrets,
    injectionDiff: staged.diff,
    leftOut: [...staged.leftOut, ...leftOut],
    describes: `Ruby ${ruby.version}, gems from ${from}.`,
    forLaterBuilds,
  };
}

/** Adds the environment that the packaged Ruby needs to that of the server, which takes precedence. */
function withRuby(server: ServerCommand, ruby: PackagedRuby): ServerCommand {
  return {
    ...server,
    env: { ...ruby.env, ...server.env },
    defaults: { ...ruby.defaults, ...server.defaults },
  };
}
