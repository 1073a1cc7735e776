import type { Environment } from "./environment.ts";

/** What started the run. */
export type Trigger =
  /** Something that happened to a branch; `manual`: somebody started the workflow by hand. */
  | {
      readonly kind: "push" | "manual" | "schedule";
      readonly branch: string;
      /** Undefined if the event does not name it. */
      readonly defaultBranch: string | undefined;
    }
  | { readonly kind: "tag" | "deleted-branch"; readonly name: string }
  | {
      readonly kind: "pull-request";
      readonly number: number;
      /** What happened to the pull request: `opened`, `synchronize`, `closed` ... */
      readonly action: string;
      /** Whether it comes from another repository, so that its runs have no credentials. */
      readonly fork: boolean;
    }
  | { readonly kind: "terminal" }
  | { readonly kind: "other"; readonly event: string };

/**
 * Reads the event that started the workflow.
 * @param payload the content of GITHUB_EVENT_PATH:
 *   https://docs.github.com/en/webhooks/webhook-events-and-payloads
 * @throws Error that names what the payload lacks
 */
export function parseTrigger(env: Environment, payload: unknown): Trigger {
  const event = env.GITHUB_EVENT_NAME;
  const { repository, pull_request: pullRequest, ...rest } = (payload ?? {}) as Payload;
  const defaultBranch = repository?.default_branch;
  switch (event) {
    case undefined:
    case "":
      return { kind: "terminal" };
    case "pull_request": {
      if (!pullRequest) {
        throw new Error(
          "`command`: the event `pull_request` has no payload in GITHUB_EVENT_PATH. Set `command: deploy` and `stage`.",
        );
      }
      const { number, head, base } = pullRequest;
      // GitHub sends null if the head's repository has been deleted.
      const fork = head.repo?.full_name !== base.repo.full_name;
      return { kind: "pull-request", number, action: rest.action ?? "", fork };
    }
    case "schedule": {
      // A schedule runs on the default branch, and its payload may name no repository.
      const branch = env.GITHUB_REF_NAME ?? "";
      return { kind: "schedule", branch, defaultBranch: defaultBranch ?? branch };
    }
    case "push":
    case "workflow_dispatch": {
      const ref = rest.ref ?? env.GITHUB_REF ?? "";
      if (ref.startsWith("refs/tags/")) return { kind: "tag", name: ref.slice(10) };
      const branch = ref.replace(/^refs\/heads\//, "") || (env.GITHUB_REF_NAME ?? "");
      if (rest.deleted) return { kind: "deleted-branch", name: branch };
      return { kind: event === "push" ? "push" : "manual", branch, defaultBranch };
    }
    default:
      return { kind: "other", event };
  }
}

/** The members of a payload that we read. */
interface Payload {
  readonly action?: string;
  readonly ref?: string;
  readonly deleted?: boolean;
  readonly repository?: { readonly default_branch?: string };
  readonly pull_request?: {
    readonly number: number;
    readonly head: { readonly repo: { readonly full_name: string } | null };
    readonly base: { readonly repo: { readonly full_name: string } };
  };
}
