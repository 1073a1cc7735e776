import type { Trigger } from "./trigger.ts";

/** Why an event has no stage: a sentence's end. */
interface NoStage {
  readonly why: string;
}

/**
 * Returns the stage that an event means if none is given.
 * @param stages stages by branch; undefined: the default branch is `production`
 * @throws Error that names the input to give, if somebody expects something to be done
 */
export function stageOf(
  trigger: Trigger,
  stages: ReadonlyMap<string, string> | undefined,
): string | NoStage {
  switch (trigger.kind) {
    case "terminal":
      return "production";
    case "pull-request":
      return `pr-${trigger.number}`;
    case "tag":
      return noStage(trigger, `no stage belongs to the tag \`${trigger.name}\``);
    case "deleted":
      return { why: `${trigger.what} is gone` };
    case "other":
      throw new Error(
        `\`stage\`: not given, and the event \`${trigger.event}\` does not say which one is meant. Give \`stage: production\`.`,
      );
    default: {
      const { event, branch, defaultBranch } = trigger;
      const byDefault = branch === defaultBranch ? "production" : undefined;
      const stage = stages ? stages.get(branch) : byDefault;
      if (stage !== undefined) return stage;
      // A branch may have a merge queue and no stage. The build needs variables all the same.
      if (event === "merge_group") return "production";
      return noStage(trigger, `no stage belongs to the branch \`${branch}\` (\`stages\`)`);
    }
  }
}

/** Returns why nothing is done. @throws Error if somebody started the run by hand: they want something done */
function noStage(trigger: Extract<Trigger, { kind: "branch" | "tag" }>, why: string): NoStage {
  if (trigger.event !== "workflow_dispatch") return { why: `${why}; set \`stage\` to name one` };
  const line = trigger.kind === "branch" ? `, add \`${trigger.branch}: STAGE\` to \`stages\`` : "";
  throw new Error(
    `\`stage\`: this run was started by hand, and ${why}. Give \`stage\`${line}, or start it on another branch.`,
  );
}
