import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { BuildRoot } from "../../src/ports/build-root.ts";
import type { Shell } from "../../src/ports/shell.ts";
import type { TrialPlan, TrialResult } from "../../src/ports/trial.ts";
import { tree } from "../tree.ts";

export interface FakeBuildRoot extends BuildRoot {
  /** Every trial, in order. */
  readonly tried: TrialPlan[];
  /** What a trial finds; an app that listens and answers 200 unless a test says otherwise. */
  result: TrialResult;
  /** `released` and `closed`, in order. */
  readonly events: string[];
}

/** A root in a temporary folder, in which no server is started. */
export function fakeBuildRoot(shell: Shell): FakeBuildRoot {
  const folder = tree();
  const [backing, scratch] = [join(folder, "backing"), join(folder, "scratch")];
  for (const path of [backing, scratch]) mkdirSync(path);
  const tried: TrialPlan[] = [];
  const events: string[] = [];
  const root: FakeBuildRoot = {
    backing,
    scratch,
    shell,
    isolation: "a fake",
    tried,
    events,
    result: {
      isolation: "a fake",
      boot: { kind: "listening", milliseconds: 100 },
      answer: 200,
      maps: "",
      output: "",
    },
    async trial(plan) {
      tried.push(plan);
      return root.result;
    },
    async release() {
      events.push("released");
      rmSync(backing, { recursive: true, force: true });
    },
    async close() {
      events.push("closed");
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return root;
}
