/** Events as GitHub sends them, cut down to what surrounds the members that matter. */

const repository = {
  id: 987654321,
  name: "shop",
  full_name: "org/shop",
  private: true,
  fork: false,
  default_branch: "main",
};

interface Event {
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

export function pullRequest(action: string, head: "branch" | "fork" | "deleted fork"): Event {
  const repo = {
    branch: { full_name: "org/shop", fork: false },
    fork: { full_name: "stranger/shop", fork: true },
    "deleted fork": null,
  }[head];
  return {
    env: { ...event("pull_request", "refs/pull/12/merge"), GITHUB_HEAD_REF: "login" },
    payload: {
      action,
      number: 12,
      pull_request: {
        number: 12,
        state: action === "closed" ? "closed" : "open",
        draft: false,
        merged: action === "closed",
        head: { ref: "login", label: "org:login", repo },
        base: { ref: "main", repo: repository },
      },
      repository,
    },
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
