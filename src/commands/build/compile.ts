import type { ServerCommand } from "../../../contract/manifest.ts";
import type { App } from "../../app/app.ts";
import { withCodePack, withCompileCache } from "../../app/server/command.ts";
import { isRuby } from "../../app/server/preload.ts";
import { makeAppPack } from "../../bundle/compile-cache/app-pack.ts";
import { hasCodePack, makeCodePack } from "../../bundle/compile-cache/code-pack.ts";
import { compileGems } from "../../bundle/compile-cache/compile-gems.ts";
import { fillCompileCache } from "../../bundle/compile-cache/fill.ts";
import { keepingApp } from "../../bundle/compile-cache/keeping-app.ts";
import { startServer } from "../../bundle/compile-cache/start-server.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import type { BuildContext } from "../context.ts";
import type { ForLater, GemsAndRuby } from "./gems-and-ruby.ts";
import { ifUnchanged, readMade } from "./made.ts";

export interface CompiledApp {
  /** How the server is started in Lambda. */
  readonly server: ServerCommand;
  /** What was compiled of the gems without the app, relative to the root. */
  readonly ofGems: readonly string[];
  /** Undefined if they were no longer what may be recorded when they were compiled: their own code compiles them. */
  readonly forLater: ForLater | undefined;
}

/**
 * Compiles what the server loads: by bootsnap where the app has it, and into the code pack whatever bootsnap does not
 * compile of the gems and of Ruby. Without bootsnap's cache the app's own files get a pack, too.
 * @param variables the stage's, as `stageVariables` gives them to a build
 */
export async function compile(
  { inputs, reporter }: Pick<BuildContext, "inputs" | "reporter">,
  root: Pick<BuildRoot, "backing" | "shell">,
  app: Pick<App, "locked" | "healthCheckPath">,
  server: ServerCommand,
  { packaged, forLater }: Pick<GemsAndRuby, "packaged" | "forLater">,
  variables: Readonly<Record<string, string>>,
): Promise<CompiledApp> {
  const log = reporter.info;
  const input = {
    root,
    env: variables,
    healthCheckPath: inputs.healthCheckPath ?? app.healthCheckPath,
    log,
  };
  const unchanged = async () =>
    forLater && (await ifUnchanged(forLater, await readMade(root, packaged), log));
  const packApp = () => makeAppPack(root, packaged, inputs.include, log);
  const packed = async (starts: ServerCommand, loaded: readonly string[], isFilled = false) => {
    if (!isRuby(starts)) return { pack: [], server: starts };
    const pack = await makeCodePack(root, packaged, loaded, log);
    const ofApp = isFilled ? [] : await packApp();
    return { pack, server: pack.length + ofApp.length > 0 ? withCodePack(starts) : starts };
  };
  const bootsnap = app.locked.get("bootsnap");
  if (bootsnap !== undefined) {
    return reporter.group("Compile by bootsnap", async () => {
      const cached = withCompileCache(server);
      const { isFilled, loaded } = await fillCompileCache({ ...input, server: cached });
      const kept = await unchanged();
      const { pack, server: starts } = await packed(isFilled ? cached : server, loaded, isFilled);
      const ofGems = isFilled ? await compileGems(root, packaged, bootsnap, log) : [];
      return { server: starts, ofGems: [...ofGems, ...pack], forLater: kept };
    });
  }
  if (!isRuby(server)) return { server, ofGems: [], forLater };
  // An earlier build's archive of the gems has what its server loaded: this one loads the same, or nearly so.
  if (await hasCodePack(root)) {
    await packApp();
    return { server: withCodePack(server), ofGems: [], forLater };
  }
  return reporter.group("Compile what the server loads", async () => {
    const { isUp, loaded } = await keepingApp(root, () => startServer({ ...input, server }));
    if (!isUp)
      log("The server did not start here, so only what it had loaded by then is compiled.");
    const kept = await unchanged();
    const { pack, server: starts } = await packed(server, loaded);
    return { server: starts, ofGems: pack, forLater: kept };
  });
}
