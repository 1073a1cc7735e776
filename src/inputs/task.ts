import type { CommandName } from "./command.ts";
import type { Trigger } from "./trigger.ts";

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
      /** Afterwards the previews of closed pull requests are removed. */
      readonly collects: boolean;
    }
  /** A fork's pull request: built up to the first call of AWS, for which it has no credentials. */
  | { readonly kind: "build"; readonly stage: string; readonly preview: Preview }
  | { readonly kind: "destroy"; readonly stage: string; readonly preview: Preview | undefined }
  | { readonly kind: "prewarm"; readonly stage: string }
  | { readonly kind: "gc" }
  | { readonly kind: "nothing"; readonly why: string };

/** What the choice depends on. */
export interface Wishes {
  readonly command: CommandName;
  /** Named by the user; wins over the event's. */
  readonly stage: string | undefined;
  /** Branch -> stage; undefined: the default branch is `production`. */
  readonly stages: ReadonlyMap<string, string> | undefined;
  readonly protectedStages: readonly string[];
}

/**
 * Decides what a run does.
 * @throws Error that names the input which would be right
 */
export function chooseTask(wishes: Wishes, trigger: Trigger): Task {
  const command = wishes.command === "auto" ? byItself(trigger) : wishes.command;
  if (command === "gc") return { kind: "gc" };
  if (typeof command !== "string") return command;
  const stage = wishes.stage ?? stageOf(trigger, wishes.stages);
  if (typeof stage !== "string") return stage;
  const preview = previewOf(stage, trigger, wishes);
  if (command === "prewarm") return { kind: "prewarm", stage };
  if (command === "destroy") return { kind: "destroy", stage: unprotected(stage, wishes), preview };
  if (trigger.kind === "pull-request" && trigger.fork) {
    return { kind: "build", stage, preview: { number: trigger.number } };
  }
  if (trigger.kind === "pull-request" && wishes.command === "auto" && !preview) {
    throw new Error(
      `\`stage\`: a pull request is not deployed to the protected stage \`${stage}\`. Leave \`stage\` out, or say \`command: deploy\`.`,
    );
  }
  const collects = wishes.command === "auto" && trigger.kind === "push";
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

function stageOf(trigger: Trigger, stages: Wishes["stages"]): string | Nothing {
  switch (trigger.kind) {
    case "terminal":
      return "production";
    case "pull-request":
      return `pr-${trigger.number}`;
    case "tag":
      return nothing(`no stage belongs to the tag \`${trigger.name}\`; name one by \`stage\``);
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

/** A pull request's stage is a preview whatever its name, unless the user protects that stage. */
function previewOf(stage: string, trigger: Trigger, wishes: Wishes): Preview | undefined {
  const [, number] = /^pr-([1-9]\d*)$/.exec(stage) ?? [];
  if (number !== undefined) return { number: Number(number) };
  if (trigger.kind !== "pull-request" || wishes.protectedStages.includes(stage)) return undefined;
  return { number: trigger.number };
}

function unprotected(stage: string, { protectedStages }: Wishes): string {
  if (!protectedStages.includes(stage)) return stage;
  throw new Error(
    `\`protected-stages\`: the stage \`${stage}\` is protected and is not destroyed. Name another by \`stage\`, or take it out of \`protected-stages\`.`,
  );
}

type Nothing = Extract<Task, { kind: "nothing" }>;

function nothing(why: string): Nothing {
  return { kind: "nothing", why };
}
