import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { LAMBDA_OPEN_FILES } from "../../../contract/lambda-image.ts";
import { ROOT, RUN_DIR } from "../../../contract/root.ts";
import type { Shell } from "../../ports/shell.ts";
import { NO_JAIL, type TrialPlan, type TrialResult } from "../../ports/trial.ts";
import type { Start, Wrap } from "../shell.ts";
import type { Jail } from "./jail.ts";
import { shownFiles } from "./jail-files.ts";
import { jails } from "./jails.ts";
import { PID_FILE, watchServer } from "./watch-server.ts";

/** The folders of a trial. */
export interface TrialPlace {
  /** The folder to be seen at the root's path. */
  readonly backing: string;
  /** Shows it there, without a jail; undefined if it lies there. */
  readonly wrap: Wrap | undefined;
  readonly scratch: string;
}

/** Starts a server in the best jail that this machine allows. If it allows none, only the environment is clean. */
export async function runTrial(
  plan: TrialPlan,
  place: TrialPlace,
  shell: Shell,
  ways: readonly Jail[] = jails(process.getuid?.() ?? -1),
): Promise<TrialResult> {
  const scratch = mkdtempSync(join(place.scratch, "trial-"));
  const runDir = join(place.backing, RUN_DIR.slice(ROOT.length));
  rmSync(runDir, { recursive: true, force: true }); // A socket left there would be in the way.
  mkdirSync(runDir, { recursive: true, mode: 0o700 });
  const mounts = plan.mounts.map((to, index) => {
    const from = join(scratch, `mount-${index}`);
    mkdirSync(from);
    return { from, to, writable: true };
  });
  const tree = { from: place.backing, to: ROOT, writable: true };
  const shown = [...(await shownFiles(shell, scratch)), tree, ...mounts];
  // The shell joins stderr to stdout, and writes down which process the server is.
  const script = `ulimit -n ${LAMBDA_OPEN_FILES} 2>/dev/null; echo $$ > ${RUN_DIR}/${PID_FILE} && cd "$1" && unset OLDPWD && shift && exec "$@" 2>&1`;
  const argv = ["/bin/sh", "-c", script, "sh", plan.cwd, ...plan.argv];
  try {
    for (const jail of ways) {
      const inmate = { argv, env: plan.env, shown, scratch };
      const from = jail.prefix(inmate);
      const seen = await watchServer(jail.command(inmate), plan, runDir);
      // If nothing was started inside, this machine does not allow such a jail.
      if (!existsSync(join(runDir, PID_FILE))) continue;
      const maps = from === "" ? seen.maps : seen.maps.replaceAll(` ${from}/`, " /");
      return { ...seen, maps, isolation: jail.name };
    }
    const [file = "", ...args] = argv;
    const plain: Start = { file, args, cwd: "/", env: plan.env };
    const start = place.wrap?.(plain) ?? plain;
    try {
      return { ...(await watchServer(start, plan, runDir)), isolation: NO_JAIL };
    } finally {
      start.end?.();
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
