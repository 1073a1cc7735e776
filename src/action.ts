import { resolve } from "node:path";
import { createCloud } from "./aws/cloud.ts";
import { withMasterKey } from "./commands/build/master-key.ts";
import { buildOnly } from "./commands/build-only.ts";
import type { BuildContext, CloudContext } from "./commands/context.ts";
import { deploy } from "./commands/deploy.ts";
import { destroy } from "./commands/destroy.ts";
import { gc, gcAfterwards } from "./commands/gc.ts";
import { prewarmStage } from "./commands/prewarm.ts";
import { reportInjection } from "./commands/report-injection.ts";
import { sha256OfFile } from "./digest.ts";
import { systemClock } from "./host/clock.ts";
import { readEvent } from "./host/event.ts";
import { folderGemCache, gemCacheFolder } from "./host/gem-cache/folder.ts";
import { githubGemCache, hasGitHubCache } from "./host/gem-cache/github.ts";
import { readMachine } from "./host/machine.ts";
import { createPullRequests } from "./host/pull-requests.ts";
import { openBuildRoot } from "./host/root/build-root.ts";
import { leftOpen } from "./host/root/left-open.ts";
import { createShell } from "./host/shell.ts";
import type { Inputs } from "./inputs/inputs.ts";
import { readInputs } from "./inputs/read.ts";
import { type GemCache, noGemCache } from "./ports/gem-cache.ts";
import type { Reporter } from "./ports/reporter.ts";
import type { Shell } from "./ports/shell.ts";
import { readableOutputs } from "./report/readable-outputs.ts";

/** A constant, because the bundler packs every file whose path it sees in a call. */
const ENTRY = "main.js";

/**
 * Connects the ports to this machine and runs the command that the inputs and the event ask for.
 * @param home the folder of the built action, `dist`
 */
export async function run(env: NodeJS.ProcessEnv, home: string, reporter: Reporter): Promise<void> {
  const inputs = readInputs(env, env.GITHUB_WORKSPACE ?? process.cwd(), await readEvent(env));
  reporter.keepReadable(readableOutputs(inputs, env.MEGAMODE_EXECUTE_API_URL));
  for (const secret of inputs.secrets) reporter.secret(secret);
  const { task } = inputs;
  const builds = task.kind === "deploy" || task.kind === "build";
  const reports = builds && inputs.inject === "report";
  reporter.output("command", reports ? "report" : task.kind);
  if (reports) {
    return reportInjection(buildContext(env, home, inputs, reporter));
  }
  switch (task.kind) {
    case "nothing":
      return reporter.notice(`Nothing to do: ${task.why}.`);
    case "build":
      return buildOnly(await withMasterKey(buildContext(env, home, inputs, reporter)), task.why);
    case "deploy": {
      const cloud = cloudContext(env, inputs, reporter);
      const building = buildContext(env, home, inputs, reporter);
      await deploy(await withMasterKey({ ...cloud, ...building, fetch }));
      if (task.collects) await gcAfterwards(cloud);
      return;
    }
    case "destroy":
      return destroy(cloudContext(env, inputs, reporter));
    case "prewarm":
      return prewarmStage(cloudContext(env, inputs, reporter));
    case "gc":
      return gc(cloudContext(env, inputs, reporter));
  }
}

export function buildContext(
  env: NodeJS.ProcessEnv,
  home: string,
  inputs: Inputs,
  reporter: Reporter,
): BuildContext {
  const shell = createShell();
  return {
    inputs,
    reporter,
    clock: systemClock,
    shell,
    gemCache: inputs.cache ? gemCache(env, shell) : noGemCache,
    openRoot: async (what) => {
      const root = await openBuildRoot(what, systemClock, reporter.info, inputs.buildEnvironment);
      const open = leftOpen(root, env);
      if (open !== undefined) reporter.warning(open);
      return root;
    },
    parts: {
      runtimeDir: resolve(home, "runtime"),
      gemDir: resolve(home, "gem"),
      digest: () => sha256OfFile(`${home}/${ENTRY}`),
    },
    machine: readMachine({ ...env, ...inputs.buildEnvironment }),
  };
}

function gemCache(env: NodeJS.ProcessEnv, shell: Shell): GemCache {
  if (hasGitHubCache(env)) return githubGemCache(env, shell);
  return folderGemCache(gemCacheFolder(env), shell);
}

function cloudContext(env: NodeJS.ProcessEnv, inputs: Inputs, reporter: Reporter): CloudContext {
  const repository = env.GITHUB_REPOSITORY;
  return {
    inputs,
    reporter,
    clock: systemClock,
    repository,
    repositoryId: env.GITHUB_REPOSITORY_ID || undefined,
    cloud: createCloud(inputs.region, systemClock, env.MEGAMODE_EXECUTE_API_URL, {
      say: reporter.info,
      executionRole: inputs.executionRole,
    }),
    pullRequests: createPullRequests({
      apiUrl: env.GITHUB_API_URL,
      repository,
      token: inputs.githubToken,
    }),
  };
}
