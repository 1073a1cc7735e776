import type { Trigger } from "./trigger.ts";

/** The values of the input `command`. */
export const COMMANDS = ["auto", "deploy", "prewarm", "destroy", "gc"] as const;

/** The pull request that a stage shows. */
export interface Preview {
  readonly number: number;
}

/** What a run does. */
export type Task =
  | {
      readonly kind: "deploy";
      readonly stage: string;
      readonly preview: Preview | undefined;
      /** Whether previews of closed pull requests are removed afterwards. */
      readonly collects: boolean;
    }
  /** A pull request from a fork is only built: its runs have no credentials to call AWS with. */
  | { readonly kind: "build"; readonly stage: string; readonly preview: Preview }
  | { readonly kind: "destroy"; readonly stage: string; readonly preview: Preview | undefined }
  | { readonly kind: "prewarm"; readonly stage: string }
  | { readonly kind: "gc" }
  | { readonly kind: "nothing"; readonly why: string };

/** The inputs that the choice depends on. */
export interface TaskInputs {
  readonly command: (typeof COMMANDS)[number];
  /** Takes precedence over the event's stage. */
  readonly stage: string | undefined;
  /** Stages by branch; undefined: the default branch is `production`. */
  readonly stages: ReadonlyMap<string, string> | undefined;
  readonly protectedStages: readonly string[];
}

/**
 * Decides what a run does.
 * @throws Error that names the input to give or to correct
 */
export function chooseTask(given: TaskInputs, trigger: Trigger): Task {
  const command = given.command === "auto" ? byItself(trigger) : given.command;
  if (command === "gc") return { kind: "gc" };
  if (typeof command !== "string") return command;
  const stage = given.stage ?? stageOf(trigger, given.stages);
  if (typeof stage !== "string") return stage;
  if (command === "prewarm") return { kind: "prewarm", stage };
  const preview = previewOf(stage, trigger, given);
  if (command === "destroy") return { kind: "destroy", stage: unprotected(stage, given), preview };
  if (trigger.kind === "pull-request" && trigger.fork) {
    return { kind: "build", stage, preview: { number: trigger.number } };
  }
  if (trigger.kind === "pull-request" && given.command === "auto" && !preview) {
    throw new Error(
      `\`stage\`: a pull request is not deployed to the protected stage \`${stage}\`. Leave \`stage\` out, or set \`command: deploy\`.`,
    );
  }
  const collects = given.command === "auto" && trigger.kind === "push";
  return { kind: "deploy", stage, preview, collects };
}

/** What `command: auto` means. */
function byItself(trigger: Trigger): "deploy" | "destroy" | "prewarm" | Nothing {
  if (trigger.kind === "schedule") return "prewarm";
  if (trigger.kind === "deleted-branch") return nothing(`the branch \`${trigger.name}\` is gone`);
  if (trigger.kind !== "pull-request") return "deploy";
  const { action, fork, number } = trigger;
  if (["opened", "synchronize", "reopened", "ready_for_review"].includes(action)) return "deploy";
  if (action !== "closed") return nothing(`\`${action}\` does not change what a preview shows`);
  return fork ? nothing(`pull request ${number} of a fork has no preview`) : "destroy";
}

function stageOf(trigger: Trigger, stages: TaskInputs["stages"]): string | Nothing {
  switch (trigger.kind) {
    case "terminal":
      return "production";
    case "pull-request":
      return `pr-${trigger.number}`;
    case "tag":
      return nothing(`no stage belongs to the tag \`${trigger.name}\`; set \`stage\` to name one`);
    case "deleted-branch":
      return nothing(`the branch \`${trigger.name}\` is gone`);
    case "other":
      throw new Error(
        `\`stage\`: not given, and the event \`${trigger.event}\` does not say which one is meant. Give \`stage: production\`.`,
      );
    default: {
      const { branch, defaultBranch } = trigger;
      const byDefault = branch === defaultBranch ? "production" : undefined;
      const stage = stages ? stages.get(branch) : byDefault;
      return stage ?? nothing(`no stage belongs to the branch \`${branch}\` (\`stages\`)`);
    }
  }
}

/** Returns a preview for a stage `pr-<number>`, and for a pull request's stage that is not protected. */
function previewOf(stage: string, trigger: Trigger, given: TaskInputs): Preview | undefined {
  const [, number] = /^pr-([1-9]\d*)$/.exec(stage) ?? [];
  if (number !== undefined) return { number: Number(number) };
  if (trigger.kind !== "pull-request" || given.protectedStages.includes(stage)) return undefined;
  return { number: trigger.number };
}

/** Returns the stage, or fails if it is protected. */
function unprotected(stage: string, { protectedStages }: TaskInputs): string {
  if (!protectedStages.includes(stage)) return stage;
  throw new Error(
    `\`protected-stages\`: the stage \`${stage}\` is protected and is not destroyed. Set \`stage\` to another one, or take it out of \`protected-stages\`.`,
  );
}

type Nothing = Extract<Task, { kind: "nothing" }>;

function nothing(why: string): Nothing {
  return { kind: "nothing", why };
}
