import { lstatSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { RUNTIME_CLIENT } from "./bubblewrap.ts";
import type { Isolation, JailPlan } from "./isolation.ts";
import { jailAround, keeperCommand, spawnKeeper } from "./keeper.ts";
import { inSession } from "./processes.ts";

/** What a sandbox leaves behind on the real /tmp: contract/root.ts. */
const ROOT = "/tmp/mm";

/** Sandboxes that are plain processes of the host: one at a time, because they share the real root. */
export function noIsolation(nodeBinary: string): Isolation {
  return {
    limit: 1,
    places: (task) => ({ task, runtime: RUNTIME_CLIENT }),
    async open(plan: JailPlan) {
      rmSync(ROOT, { recursive: true, force: true });
      const links = plan.mounts.filter(
        ({ path }) => lstatSync(path, { throwIfNoEntry: false }) === undefined,
      );
      for (const { hostDir, path } of links) {
        mkdirSync(dirname(path), { recursive: true });
        symlinkSync(hostDir, path);
      }
      const keeper = spawnKeeper({
        command: keeperCommand([nodeBinary, ...plan.nodeFlags, join(RUNTIME_CLIENT, "index.mjs")]),
        env: plan.environment,
        cwd: plan.task,
      });
      const { pid = -1 } = keeper.child;
      return jailAround(
        keeper,
        () => inSession(pid),
        (one) => one === pid,
        () => {
          rmSync(ROOT, { recursive: true, force: true });
          for (const { path } of links) rmSync(path, { force: true });
        },
      );
    },
  };
}
