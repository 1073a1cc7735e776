import type { Payload } from "./payload.ts";

/**
 * Whose code an event is about: a branch's of this repository, a pull request's of this repository, another
 * repository's, or that of a pull request whose head the payload does not name.
 */
export type Origin = "branch" | "pull-request" | "foreign" | "unknown";

/**
 * Decides by the payload's repositories, whatever the event is called: a job may check out what the event is about.
 * @throws Error that names what the payload lacks
 */
export function originOf(payload: Payload): Origin {
  const found = [ofPullRequest(payload), ofWorkflowRun(payload), ofIssue(payload)];
  const strictest: readonly Origin[] = ["foreign", "unknown", "pull-request"];
  return strictest.find((origin) => found.includes(origin)) ?? "branch";
}

function ofPullRequest(payload: Payload): Origin {
  if (!has(payload, "pull_request", /^pull_request/)) return "branch";
  const same = sameRepository(payload, "pull_request.head.repo", "pull_request.base.repo");
  return same ? "pull-request" : "foreign";
}

/** The run that has ended and started this one. Its own event says whether its branch was built for a pull request. */
function ofWorkflowRun(payload: Payload): Origin {
  if (!has(payload, "workflow_run", /^workflow_run$/)) return "branch";
  if (!sameRepository(payload, "workflow_run.head_repository", "repository")) return "foreign";
  return /^pull_request/.test(payload.required("workflow_run.event", "text"))
    ? "pull-request"
    : "branch";
}

/** A pull request's comments are an issue's, which names no head. */
function ofIssue(payload: Payload): Origin {
  if (!has(payload, "issue", /^issue/)) return "branch";
  return payload.optional("issue.pull_request", "object") ? "unknown" : "branch";
}

/** Whether a payload has a member. @throws Error if an event of this name lacks it */
function has(payload: Payload, member: string, events: RegExp): boolean {
  if (events.test(payload.event)) payload.required(member, "object");
  return payload.optional(member, "object") !== undefined;
}

/** An id is never used again, and a name belongs to one repository at a time: both must agree. */
function sameRepository(payload: Payload, head: string, base: string): boolean {
  if (payload.isNull(head)) return false; // It has been deleted.
  const ids = [head, base].map((path) => payload.required(`${path}.id`, "number"));
  const names = [head, base].map((path) => payload.required(`${path}.full_name`, "text"));
  return ids[0] === ids[1] && names[0] === names[1];
}
