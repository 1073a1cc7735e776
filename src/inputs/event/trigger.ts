import type { Environment } from "../environment.ts";
import { type Origin, originOf } from "./origin.ts";
import { type Payload, readPayload } from "./payload.ts";

/** What started the run. */
export type Trigger =
  | {
      readonly kind: "branch";
      readonly event: "push" | "workflow_dispatch" | "schedule" | "merge_group";
      /** Of a merge queue: the branch that it leads to. */
      readonly branch: string;
      /** Undefined if the event does not name it. */
      readonly defaultBranch: string | undefined;
    }
  | { readonly kind: "tag"; readonly event: TagEvent; readonly name: string }
  /** A branch or tag is gone. The job has the default branch's code. */
  | { readonly kind: "deleted"; readonly event: TagEvent; readonly what: string }
  | {
      readonly kind: "pull-request";
      readonly event: string;
      readonly number: number;
      /** What happened to the pull request: `opened`, `synchronize`, `closed` ... */
      readonly action: string;
      /** Whether its code lies in another repository. */
      readonly foreign: boolean;
      /** Whether Dependabot caused the run, so that it has no secrets. */
      readonly dependabot: boolean;
    }
  | { readonly kind: "terminal" }
  | { readonly kind: "other"; readonly event: string; readonly origin: Origin };

type TagEvent = "push" | "release" | "workflow_dispatch";

/** https://docs.github.com/en/code-security/dependabot/working-with-dependabot/automating-dependabot-with-github-actions */
const DEPENDABOT = "dependabot[bot]";

/**
 * Reads the event that started the workflow.
 * @param json the content of GITHUB_EVENT_PATH
 * @throws Error that names what is wrong with the payload
 */
export function parseTrigger(env: Environment, json: unknown): Trigger {
  const event = env.GITHUB_EVENT_NAME ?? "";
  if (event === "") return { kind: "terminal" };
  const payload = readPayload(event, json);
  const origin = originOf(payload);
  if (payload.optional("pull_request", "object")) return pullRequest(payload, env, origin);
  if (origin !== "branch") return { kind: "other", event, origin };
  const defaultBranch = payload.optional("repository.default_branch", "text");
  switch (event) {
    case "push":
    case "workflow_dispatch":
      return ofRef(event, payload, env, defaultBranch);
    case "release":
      return ofRelease(payload);
    case "merge_group": {
      const branch = branchName(payload.required("merge_group.base_ref", "text"));
      return { kind: "branch", event, branch, defaultBranch };
    }
    case "schedule": {
      // A schedule runs on the default branch, and its payload may name no repository.
      const branch = env.GITHUB_REF_NAME ?? "";
      return { kind: "branch", event, branch, defaultBranch: defaultBranch ?? branch };
    }
    default:
      return { kind: "other", event, origin };
  }
}

function pullRequest(payload: Payload, env: Environment, origin: Origin): Trigger {
  return {
    kind: "pull-request",
    event: payload.event,
    number: payload.required("pull_request.number", "number"),
    action: payload.optional("action", "text") ?? "",
    foreign: origin !== "pull-request",
    dependabot: env.GITHUB_ACTOR === DEPENDABOT,
  };
}

function ofRef(
  event: "push" | "workflow_dispatch",
  payload: Payload,
  env: Environment,
  defaultBranch: string | undefined,
): Trigger {
  const ref = payload.optional("ref", "text") ?? env.GITHUB_REF ?? "";
  const tag = ref.startsWith("refs/tags/") ? ref.slice("refs/tags/".length) : undefined;
  const branch = branchName(ref) || (env.GITHUB_REF_NAME ?? "");
  if (payload.optional("deleted", "flag")) {
    const what = tag === undefined ? `the branch \`${branch}\`` : `the tag \`${tag}\``;
    return { kind: "deleted", event, what };
  }
  if (tag !== undefined) return { kind: "tag", event, name: tag };
  return { kind: "branch", event, branch, defaultBranch };
}

function ofRelease(payload: Payload): Trigger {
  const event = "release";
  const name = payload.required("release.tag_name", "text");
  const gone = ["deleted", "unpublished"].includes(payload.required("action", "text"));
  return gone
    ? { kind: "deleted", event, what: `the release \`${name}\`` }
    : { kind: "tag", event, name };
}

function branchName(ref: string): string {
  return ref.replace(/^refs\/heads\//, "");
}
