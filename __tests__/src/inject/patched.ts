import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";
import { detectApp } from "../../../src/app/detect.ts";
import { applyInjection } from "../../../src/inject/apply-injection.ts";
import { renderPatch } from "../../../src/inject/diff.ts";
import { planInjection } from "../../../src/inject/plan/plan.ts";
import { readSources } from "../../../src/inject/sources.ts";

const project = resolve(import.meta.dirname, "../../..");

/** Names, modes, times, link texts and digests of all files: of a checkout, before and after. */
export const checkoutOf = (folder: string) => tree(folder, "%p %y %m %l %T@\\n");

/** The same without times; our gem's folder aside. */
function tree(folder: string, format = "%p %y %m %l\\n"): string {
  const script = `find . -path ./.megamode/gem -prune -o -type f -exec sha256sum {} + | sort
find . -path ./.megamode/gem -prune -o ! -type d -printf '${format}' | sort`;
  return execFileSync("sh", ["-c", script], { cwd: folder, encoding: "utf8" });
}

const none = { include: [], exclude: [] };

/**
 * Injects an app, and patches a copy of it by the diff.
 * @param dir where both are made
 * @returns both as text, which is to be the same, and the injection
 */
export async function injectAndPatch(appDir: string, dir: string) {
  const app = await detectApp(appDir);
  const options = {
    gemDir: join(project, "runtime/gem"),
    platform: "x86_64-linux",
    without: ["development", "test"],
  };
  const injection = planInjection(app, await readSources(app, options), "on");
  const staged = await applyInjection(app, injection, join(dir, "staged"), none);
  const copied = await applyInjection(app, { ...injection, edits: [] }, join(dir, "copied"), none);
  execFileSync("patch", ["-p1", "--no-backup-if-mismatch", "--fuzz=0"], {
    cwd: copied.dir,
    input: renderPatch(injection.edits),
  });
  return { staged: tree(staged.dir), patched: tree(copied.dir), injection };
}
