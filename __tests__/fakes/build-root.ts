import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { BuildRoot } from "../../src/ports/build-root.ts";
import type { Shell } from "../../src/ports/shell.ts";
import type { TrialPlan, TrialResult } from "../../src/ports/trial.ts";
import { tree } from "../tree.ts";

export interface FakeBuildRoot extends BuildRoot {
  /** What was asked of it, in order: `trial`, `release`, `close`. */
  readonly asked: string[];
  /** Every trial, in order. */
  readonly trials: TrialPlan[];
  /** What a trial finds; an app that listens and answers 200 unless a test says otherwise. */
  result: TrialResult;
}

const noChildren: Shell = {
  async run() {
    throw new Error("There are no children in this root.");
  },
};

/** A root in a temporary folder, in which no server is started. */
export function fakeBuildRoot(shell: Shell = noChildren): FakeBuildRoot {
  const folder = tree();
  const [backing, scratch] = [join(folder, "backing"), join(folder, "scratch")];
  for (const path of [backing, scratch]) mkdirSync(path);
  const asked: string[] = [];
  const trials: TrialPlan[] = [];
  const root: FakeBuildRoot = {
    backing,
    scratch,
    shell,
    isolation: "a fake",
    hidesProcesses: true,
    asked,
    trials,
    result: {
      isolation: "a fake",
      boot: { kind: "listening", milliseconds: 100 },
      answer: 200,
      maps: "",
      output: "",
    },
    async trial(plan) {
      asked.push("trial");
      trials.push(plan);
      return root.result;
    },
    async release() {
      asked.push("release");
      rmSync(backing, { recursive: true, force: true });
    },
    async close() {
      asked.push("close");
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return root;
}
