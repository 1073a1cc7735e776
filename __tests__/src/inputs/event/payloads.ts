/** Events as GitHub sends them, cut down to what surrounds the members that matter. */

const repository = {
  id: 987654321,
  name: "shop",
  full_name: "org/shop",
  private: true,
  fork: false,
  default_branch: "main",
};

export interface Event {
  readonly env: Readonly<Record<string, string>>;
  readonly payload: unknown;
}

export function push(ref: string, more: object = {}): Event {
  return {
    env: event("push", ref),
    payload: {
      after: "8a7f3d1c5e9b2a4f6d8c0e1b3a5f7d9c1e3b5a7f",
      before: "0000000000000000000000000000000000000000",
      created: false,
      deleted: false,
      forced: false,
      ref,
      repository,
      ...more,
    },
  };
}

/** Where a pull request's branch lies. */
const HEADS = {
  branch: { id: 987654321, full_name: "org/shop", fork: false },
  fork: { id: 42, full_name: "stranger/shop", fork: true },
  "deleted fork": null,
  /** A repository that was deleted and made anew is another one. */
  "same name": { id: 43, full_name: "org/shop", fork: false },
  "same id": { id: 987654321, full_name: "stranger/shop", fork: true },
} as const;

export type Head = keyof typeof HEADS;

/** @param name of the event: several carry a pull request */
export function pullRequest(action: string, head: Head, name = "pull_request"): Event {
  return {
    env: { ...event(name, "refs/pull/12/merge"), GITHUB_HEAD_REF: "login" },
    payload: {
      action,
      number: 12,
      pull_request: {
        number: 12,
        state: action === "closed" ? "closed" : "open",
        draft: false,
        merged: action === "closed",
        head: { ref: "login", label: "org:login", repo: HEADS[head] },
        base: { ref: "main", repo: repository },
      },
      repository,
    },
  };
}

/** The pull request of an event that carries one. */
export function pullOf({ payload }: Event): unknown {
  return (payload as { readonly pull_request: unknown }).pull_request;
}

/** The same as Dependabot causes it. */
export function dependabots(action: string): Event {
  const { env, payload } = pullRequest(action, "branch");
  return { env: { ...env, GITHUB_ACTOR: "dependabot[bot]" }, payload };
}

/** @param by the event of the run that has ended */
export function workflowRun(head: Head, by = "push"): Event {
  return {
    env: event("workflow_run", "refs/heads/main"),
    payload: {
      action: "completed",
      workflow_run: {
        id: 7,
        event: by,
        head_branch: "login",
        head_repository: HEADS[head],
        pull_requests: [],
      },
      repository,
    },
  };
}

export function issueComment(on: "issue" | "pull request"): Event {
  const pull = { url: "https://api.github.com/repos/org/shop/pulls/12" };
  return {
    env: event("issue_comment", "refs/heads/main"),
    payload: {
      action: "created",
      issue: { number: 12, ...(on === "pull request" && { pull_request: pull }) },
      comment: { body: "/deploy" },
      repository,
    },
  };
}

/** @param head_branch null for a commit that lies in a fork */
export function checkSuite(head_branch: string | null, name = "check_suite"): Event {
  const check_suite = { id: 8, head_branch, head_sha: "8a7f3d1c", pull_requests: [] };
  const member = name === "check_suite" ? { check_suite } : { check_run: { id: 9, check_suite } };
  return {
    env: event(name, "refs/heads/main"),
    payload: { action: "completed", ...member, repository },
  };
}

/** @param branches with the commit; none if it lies in a fork */
export function status(...branches: readonly string[]): Event {
  const payload = { state: "success", branches: branches.map((name) => ({ name })), repository };
  return { env: event("status", "refs/heads/main"), payload };
}

/** An event of the API, with whatever the sender says. */
export function repositoryDispatch(client_payload: unknown): Event {
  return {
    env: event("repository_dispatch", "refs/heads/main"),
    payload: { action: "deploy-command", branch: "main", client_payload, repository },
  };
}

export function mergeGroup(base: string): Event {
  return {
    env: event("merge_group", `refs/heads/gh-readonly-queue/${base}/pr-12-8a7f3d1c`),
    payload: {
      action: "checks_requested",
      merge_group: {
        head_ref: `refs/heads/gh-readonly-queue/${base}/pr-12-8a7f3d1c`,
        base_ref: `refs/heads/${base}`,
      },
      repository,
    },
  };
}

export function release(action: string): Event {
  return {
    env: event("release", "refs/tags/v1.2"),
    payload: { action, release: { tag_name: "v1.2", target_commitish: "main" }, repository },
  };
}

/** The payload of a schedule names its cron line and, at times, nothing else. */
export function schedule(): Event {
  return { env: event("schedule", "refs/heads/main"), payload: { schedule: "*/30 * * * *" } };
}

export function dispatch(ref: string): Event {
  return { env: event("workflow_dispatch", ref), payload: { inputs: null, ref, repository } };
}

export function other(name: string): Event {
  return { env: event(name, "refs/heads/main"), payload: { repository } };
}

function event(name: string, ref: string): Readonly<Record<string, string>> {
  return {
    GITHUB_EVENT_NAME: name,
    GITHUB_REF: ref,
    GITHUB_REF_NAME: ref.replace(/^refs\/(heads|tags|pull)\//, ""),
    GITHUB_REPOSITORY: "org/shop",
  };
}
