import { resolve } from "node:path";
import { createCloud } from "./aws/cloud.ts";
import type { Context } from "./commands/context.ts";
import { deploy } from "./commands/deploy.ts";
import { openBuildRoot } from "./host/build-root.ts";
import { systemClock } from "./host/clock.ts";
import { folderGemCache, gemCacheFolder } from "./host/gem-cache.ts";
import { readMachine } from "./host/machine.ts";
import { createShell } from "./host/shell.ts";
import { readInputs } from "./inputs/read.ts";
import type { Reporter } from "./ports/reporter.ts";

/**
 * Wires the ports to this machine and runs the command.
 * @param home the folder of the built action, `dist`
 */
export async function run(env: NodeJS.ProcessEnv, home: string, reporter: Reporter): Promise<void> {
  const inputs = readInputs(env, env.GITHUB_WORKSPACE ?? process.cwd());
  const clock = systemClock;
  const shell = createShell();
  const context: Context = {
    inputs,
    repository: env.GITHUB_REPOSITORY,
    cloud: createCloud(inputs.region, clock, env.MEGAMODE_EXECUTE_API_URL),
    reporter,
    clock,
    shell,
    gemCache: folderGemCache(gemCacheFolder(env), shell),
    openRoot: (what) => openBuildRoot(what, clock, reporter.info),
    parts: { runtimeDir: resolve(home, "runtime"), gemDir: resolve(home, "gem") },
    machine: readMachine(),
  };
  await deploy(context);
}
