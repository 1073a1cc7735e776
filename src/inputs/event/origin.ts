import type { Payload } from "./payload.ts";

/**
 * Whose code an event is about: a branch's of this repository, a pull request's of this repository, another
 * repository's, or nobody can tell from the payload.
 */
export type Origin = "branch" | "pull-request" | "foreign" | "unknown";

/** The strictest first. */
const STRICT: readonly Origin[] = ["foreign", "unknown", "pull-request"];

/**
 * Decides by the payload's repositories, whatever the event is called: a job may check out what the event is about.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads
 * @throws Error that names what the payload lacks
 */
export function originOf(payload: Payload): Origin {
  const read = [ofPullRequest, ofWorkflowRun, ofIssue, ofChecks, ofStatus, ofDispatch];
  const found = read.map((origin) => origin(payload));
  return STRICT.find((origin) => found.includes(origin)) ?? "branch";
}

function ofPullRequest(payload: Payload): Origin {
  if (!about(payload, "pull_request", /^pull_request/)) return "branch";
  return compared(payload, "pull_request.head.repo", "pull_request.base.repo");
}

/** The run that has ended and started this one. Its own event says whether it was for a pull request. */
function ofWorkflowRun(payload: Payload): Origin {
  if (!about(payload, "workflow_run", /^workflow_run$/)) return "branch";
  const origin = compared(payload, "workflow_run.head_repository", "repository");
  const by = payload.required("workflow_run.event", "text");
  return origin === "foreign" || by.startsWith("pull_request") ? origin : "branch";
}

/** A comment on a pull request is one on an issue, which names no head. */
function ofIssue(payload: Payload): Origin {
  if (!about(payload, "issue", /^issue/)) return "branch";
  return payload.optional("issue.pull_request", "object") ? "unknown" : "branch";
}

/** GitHub names no branch if the commit that was checked lies in a fork. */
function ofChecks(payload: Payload): Origin {
  about(payload, "check_run", /^check_run$/);
  about(payload, "check_suite", /^check_suite$/);
  const suites = ["check_suite", "check_run.check_suite"].filter((path) => payload.has(path));
  const named = suites.every((path) => payload.optional(`${path}.head_branch`, "text"));
  return named ? "branch" : "unknown";
}

/** A commit that lies in a fork is on no branch. */
function ofStatus(payload: Payload): Origin {
  if (payload.event !== "status") return "branch";
  return payload.required("branches", "list").length > 0 ? "branch" : "unknown";
}

/** Whoever may push may send an event. Its content is the sender's, in any form: comment commands send pull requests. */
function ofDispatch(payload: Payload): Origin {
  const sent = "client_payload.pull_request";
  if (!payload.has(sent)) return "branch";
  try {
    return compared(payload, `${sent}.head.repo`, `${sent}.base.repo`);
  } catch {
    return "unknown";
  }
}

/** Whether a payload has a member. @throws Error if an event of such a name lacks it */
function about(payload: Payload, member: string, events: RegExp): boolean {
  if (events.test(payload.event)) payload.required(member, "object");
  return payload.optional(member, "object") !== undefined;
}

/** An id is never used again, and a name belongs to one repository at a time: both must agree. */
function compared(payload: Payload, head: string, base: string): Origin {
  if (payload.isNull(head)) return "foreign"; // It has been deleted.
  const ids = [head, base].map((path) => payload.required(`${path}.id`, "number"));
  const names = [head, base].map((path) => payload.required(`${path}.full_name`, "text"));
  return ids[0] === ids[1] && names[0] === names[1] ? "pull-request" : "foreign";
}
