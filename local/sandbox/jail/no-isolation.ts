import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "../../../contract/root.ts";
import type { Mount } from "../runnable.ts";
import { RUNTIME_CLIENT } from "./bubblewrap.ts";
import type { Isolation, JailPlan } from "./isolation.ts";
import { jailAround, keeperCommand, spawnKeeper } from "./keeper.ts";
import { inSession } from "./processes.ts";

const LOCK_POLL_MS = 100;

/**
 * Runs sandboxes as plain processes of the host, one at a time, because they share the real root. A build without
 * isolation uses the same root, and empties it when it takes the lock and when it releases the lock. Either ends the
 * current sandbox.
 */
export function noIsolation(nodeBinary: string, root: string = ROOT): Isolation {
  return {
    limit: 1,
    places: (task) => ({ task, runtime: RUNTIME_CLIENT }),
    async open(plan: JailPlan) {
      empty(root);
      const links = plan.mounts.filter(({ path }) => !exists(path));
      links.forEach(link);
      const keeper = spawnKeeper({
        command: keeperCommand([nodeBinary, ...plan.nodeFlags, join(RUNTIME_CLIENT, "index.mjs")]),
        env: plan.environment,
        cwd: plan.task,
      });
      const { pid = -1 } = keeper.child;
      const jail = jailAround(
        keeper,
        () => inSession(pid),
        (one) => one === pid,
        () => {
          clearInterval(watch);
          empty(root);
          for (const { path } of links) rmSync(path, { force: true });
        },
      );
      const lock = lockOf(root);
      const watch = setInterval(() => {
        if (lockOf(root) !== lock) void jail.end();
      }, LOCK_POLL_MS);
      watch.unref();
      return jail;
    },
  };
}

/** Empties the folder. The folder itself stays, because builds bind theirs over it. */
function empty(root: string): void {
  if (!exists(root)) return;
  for (const name of readdirSync(root)) rmSync(join(root, name), { recursive: true, force: true });
}

/** Reads who holds the root from the file beside it. Empty if nobody does. */
function lockOf(root: string): string {
  try {
    return readFileSync(`${root}.lock`, "utf8");
  } catch {
    return "";
  }
}

function link({ hostDir, path }: Mount): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(hostDir, path);
}

const exists = (path: string) => lstatSync(path, { throwIfNoEntry: false }) !== undefined;
