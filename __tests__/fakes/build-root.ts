import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BuildRoot } from "../../src/ports/build-root.ts";
import type { TrialPlan, TrialResult } from "../../src/ports/trial.ts";

/** A root whose folders are real and whose children do not exist. */
export interface FakeBuildRoot extends BuildRoot {
  /** What was asked of it, in order: `trial`, `release`, `close`. */
  readonly asked: string[];
  readonly trials: TrialPlan[];
  /** What a trial comes to. */
  result: TrialResult;
}

export function fakeBuildRoot(): FakeBuildRoot {
  const asked: string[] = [];
  const trials: TrialPlan[] = [];
  const root: FakeBuildRoot = {
    asked,
    trials,
    result: {
      isolation: "none",
      boot: { kind: "listening", milliseconds: 1 },
      answer: 200,
      maps: "",
      output: "",
    },
    backing: mkdtempSync(join(tmpdir(), "megamode-root-")),
    scratch: mkdtempSync(join(tmpdir(), "megamode-scratch-")),
    isolation: "a folder of the test",
    shell: {
      async run() {
        throw new Error("There are no children in this root.");
      },
    },
    async trial(plan) {
      asked.push("trial");
      trials.push(plan);
      return root.result;
    },
    async release() {
      asked.push("release");
    },
    async close() {
      asked.push("close");
    },
  };
  return root;
}
