import { own } from "../own.ts";
import type { Trigger } from "./trigger.ts";

/** What `command: auto` does. */
type Automatic = "deploy" | "build" | "destroy" | "prewarm" | "nothing";

/**
 * The events that `command: auto` knows, and what it does for each thing that may have happened; `else` stands for all
 * others. An event that is not here is an error. The README has the same table. The stage is chosen afterwards: a tag and
 * a release have none of their own.
 */
export const EVENTS: Readonly<Record<string, Readonly<Record<string, Automatic>>>> = {
  push: { branch: "deploy", tag: "deploy", deleted: "nothing" },
  release: { tag: "deploy", deleted: "nothing" },
  pull_request: {
    opened: "deploy",
    synchronize: "deploy",
    reopened: "deploy",
    ready_for_review: "deploy",
    closed: "destroy",
    else: "nothing",
  },
  merge_group: { branch: "build" },
  schedule: { branch: "prewarm" },
  workflow_dispatch: { branch: "deploy", tag: "deploy" },
};

/** What is done instead for a pull request of a fork or of Dependabot, whose runs have no secrets. */
const WITHOUT_SECRETS = { deploy: "build", destroy: "nothing" } as const;

/** Returns what `command: auto` does; undefined for an event that it does not know. */
export function automatic(trigger: Trigger): Automatic | undefined {
  if (trigger.kind === "terminal") return "deploy";
  if (trigger.kind === "other") return undefined;
  const row = own(EVENTS, trigger.event);
  if (row === undefined) return undefined;
  if (trigger.kind !== "pull-request") return own(row, trigger.kind);
  const does = own(row, trigger.action) ?? row.else;
  const hasSecrets = !trigger.foreign && !trigger.dependabot;
  return hasSecrets || does === undefined ? does : (own<Automatic>(WITHOUT_SECRETS, does) ?? does);
}
