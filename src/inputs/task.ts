import { automatic, EVENTS } from "./event/events.ts";
import { stageOf } from "./event/stage.ts";
import type { Trigger } from "./event/trigger.ts";
import { type OnlyBuilt, refuseStrangersCode, whyOnlyBuilt } from "./event/untrusted-code.ts";

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
  /** What is built with the variables of `stage`, and not deployed. */
  | ({
      readonly kind: "build";
      readonly stage: string;
      readonly preview: Preview | undefined;
    } & OnlyBuilt)
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
  if (typeof command !== "string") return command;
  if (command === "gc") return { kind: "gc" };
  const builds = command === "deploy" || command === "build";
  if (builds) refuseStrangersCode(trigger);
  if (builds && trigger.kind === "deleted") return nothing(whyNothing(trigger));
  const stage = given.stage ?? stageOf(trigger, given.stages);
  if (typeof stage !== "string") return nothing(stage.why);
  if (command === "prewarm") return { kind: "prewarm", stage };
  const preview = previewOf(stage, trigger, given);
  if (command === "destroy") return { kind: "destroy", stage: unprotected(stage, given), preview };
  const onlyBuilt = whyOnlyBuilt(trigger);
  if (onlyBuilt) {
    const ofPullRequest = trigger.kind === "pull-request" ? { number: trigger.number } : undefined;
    return { kind: "build", stage, preview: preview ?? ofPullRequest, ...onlyBuilt };
  }
  if (!preview) refusePullRequest(stage, trigger);
  const collects =
    given.command === "auto" && trigger.kind === "branch" && trigger.event === "push";
  return { kind: "deploy", stage, preview, collects };
}

/** What `command: auto` means. */
function byItself(trigger: Trigger): "deploy" | "build" | "destroy" | "prewarm" | Nothing {
  const does = automatic(trigger);
  if (does === "nothing") return nothing(whyNothing(trigger));
  if (does !== undefined) return does;
  refuseStrangersCode(trigger);
  const event = "event" in trigger ? trigger.event : "";
  const known = Object.keys(EVENTS).map((name) => `\`${name}\``);
  throw new Error(
    `\`command\`: \`auto\` does not know what to do for the event \`${event}\`, only for ${known.join(", ")}. Give \`command\`, such as \`command: deploy\`, and \`stage\`.`,
  );
}

function whyNothing(trigger: Trigger): string {
  if (trigger.kind === "deleted") return `${trigger.what} is gone`;
  if (trigger.kind !== "pull-request") return "nothing belongs to this event";
  const { action, foreign, number } = trigger;
  if (action !== "closed") return `\`${action}\` does not change what a preview shows`;
  return foreign
    ? `pull request ${number} of a fork has no preview`
    : `Dependabot's runs have no credentials; if pull request ${number} has a preview, the next push to a stage's branch removes it`;
}

/** Returns a preview for a stage `pr-<number>`, and for a pull request's stage that is not protected. */
function previewOf(stage: string, trigger: Trigger, given: TaskInputs): Preview | undefined {
  const [, number] = /^pr-([1-9]\d*)$/.exec(stage) ?? [];
  if (number !== undefined) return { number: Number(number) };
  if (trigger.kind !== "pull-request" || given.protectedStages.includes(stage)) return undefined;
  return { number: trigger.number };
}

/** Refuses a pull request that would not be deployed as a preview. */
function refusePullRequest(stage: string, trigger: Trigger): void {
  if (trigger.kind === "pull-request") {
    throw new Error(
      `\`stage\`: no pull request is deployed to the protected stage \`${stage}\`. Leave \`stage\` out, or give one that is not in \`protected-stages\`.`,
    );
  }
  if (trigger.kind === "other" && trigger.origin === "pull-request") {
    throw new Error(
      `\`stage\`: the event \`${trigger.event}\` is about a pull request, and \`${stage}\` is no preview. Give \`stage: pr-<number>\`.`,
    );
  }
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
