import { describe, expect, test } from "@jest/globals";
import { parseTrigger, type Trigger } from "../../../../src/inputs/event/trigger.ts";
import { chooseTask, type TaskInputs } from "../../../../src/inputs/task.ts";
import {
  checkSuite,
  dependabots,
  dispatch,
  issueComment,
  mergeGroup,
  other,
  pullOf,
  pullRequest,
  push,
  release,
  repositoryDispatch,
  schedule,
  status,
  workflowRun,
} from "./payloads.ts";

const branch = { kind: "branch", branch: "main", defaultBranch: "main" } as const;
const pull = {
  kind: "pull-request",
  event: "pull_request",
  number: 12,
  foreign: false,
  dependabot: false,
} as const;

describe("a trigger", () => {
  test.each<[string, ReturnType<typeof push>, Trigger]>([
    ["a push", push("refs/heads/main"), { ...branch, event: "push" }],
    [
      "a push to another branch",
      push("refs/heads/release/2"),
      { kind: "branch", event: "push", branch: "release/2", defaultBranch: "main" },
    ],
    [
      "a push that deletes the branch",
      push("refs/heads/login", { deleted: true }),
      { kind: "deleted", event: "push", what: "the branch `login`" },
    ],
    ["a tag", push("refs/tags/v1.2"), { kind: "tag", event: "push", name: "v1.2" }],
    [
      "a tag that is deleted",
      push("refs/tags/v1.2", { deleted: true }),
      { kind: "deleted", event: "push", what: "the tag `v1.2`" },
    ],
    ["a start by hand", dispatch("refs/heads/main"), { ...branch, event: "workflow_dispatch" }],
    ["a schedule", schedule(), { ...branch, event: "schedule" }],
    ["a pull request", pullRequest("opened", "branch"), { ...pull, action: "opened" }],
    [
      "a fork's pull request",
      pullRequest("closed", "fork"),
      { ...pull, action: "closed", foreign: true },
    ],
    [
      "a pull request of a fork that is deleted",
      pullRequest("closed", "deleted fork"),
      { ...pull, action: "closed", foreign: true },
    ],
    ["Dependabot's", dependabots("opened"), { ...pull, action: "opened", dependabot: true }],
    [
      "another event that carries one",
      pullRequest("opened", "fork", "pull_request_target"),
      { ...pull, event: "pull_request_target", action: "opened", foreign: true },
    ],
    ["a merge queue", mergeGroup("main"), { ...branch, event: "merge_group" }],
    ["a release", release("published"), { kind: "tag", event: "release", name: "v1.2" }],
    [
      "a release that is deleted",
      release("deleted"),
      { kind: "deleted", event: "release", what: "the release `v1.2`" },
    ],
    ["another event", other("create"), { kind: "other", event: "create", origin: "branch" }],
    [
      "a comment on a pull request",
      issueComment("pull request"),
      { kind: "other", event: "issue_comment", origin: "unknown" },
    ],
    [
      "a comment on an issue",
      issueComment("issue"),
      { kind: "other", event: "issue_comment", origin: "branch" },
    ],
    [
      "the end of a branch's workflow",
      workflowRun("branch"),
      { kind: "other", event: "workflow_run", origin: "branch" },
    ],
    [
      "the end of a pull request's workflow",
      workflowRun("branch", "pull_request_target"),
      { kind: "other", event: "workflow_run", origin: "pull-request" },
    ],
    [
      "the end of a fork's workflow",
      workflowRun("deleted fork", "push"),
      { kind: "other", event: "workflow_run", origin: "foreign" },
    ],
    ["no event", { env: {}, payload: undefined }, { kind: "terminal" }],
    ["an empty event", { env: { GITHUB_EVENT_NAME: "" }, payload: {} }, { kind: "terminal" }],
  ])("is %s", (_, { env, payload }, expected) =>
    expect(parseTrigger(env, payload)).toEqual(expected),
  );

  test.each<[string, Readonly<Record<string, string>>, unknown, Trigger]>([
    [
      "a push whose payload names no ref",
      { GITHUB_EVENT_NAME: "push", GITHUB_REF: "refs/heads/beta" },
      undefined,
      { kind: "branch", event: "push", branch: "beta", defaultBranch: undefined },
    ],
    [
      "a push for which there is a branch's name only",
      { GITHUB_EVENT_NAME: "push", GITHUB_REF_NAME: "beta" },
      {},
      { kind: "branch", event: "push", branch: "beta", defaultBranch: undefined },
    ],
    [
      "a push of which nothing is known",
      { GITHUB_EVENT_NAME: "push" },
      {},
      { kind: "branch", event: "push", branch: "", defaultBranch: undefined },
    ],
    [
      "a push whose payload differs from the environment",
      { GITHUB_EVENT_NAME: "push", GITHUB_REF: "refs/heads/beta", GITHUB_REF_NAME: "gamma" },
      { ref: "refs/heads/alpha" },
      { kind: "branch", event: "push", branch: "alpha", defaultBranch: undefined },
    ],
    [
      "a schedule whose payload names the default branch",
      { GITHUB_EVENT_NAME: "schedule", GITHUB_REF_NAME: "beta" },
      { repository: { default_branch: "main" } },
      { kind: "branch", event: "schedule", branch: "beta", defaultBranch: "main" },
    ],
    [
      "a schedule of an unknown branch",
      { GITHUB_EVENT_NAME: "schedule" },
      {},
      { kind: "branch", event: "schedule", branch: "", defaultBranch: "" },
    ],
  ])("is read from the environment: %s", (_, env, payload, expected) =>
    expect(parseTrigger(env, payload)).toEqual(expected),
  );

  test("has no action if the payload of a pull request names none", () => {
    const { env, payload } = pullRequest("opened", "branch");
    const { action: _, ...rest } = payload as { action: string };
    expect(parseTrigger(env, rest)).toMatchObject({ action: "" });
  });

  test.each([
    ["pull_request", undefined, "lacks `pull_request`"],
    ["pull_request", [], "is no object"],
    ["push", "refs/heads/main", "is no object"],
    ["push", { ref: 5 }, "has a `ref` that is no text"],
    ["push", { ref: "refs/heads/main", deleted: "no" }, "has a `deleted` that is no flag"],
    ["push", { repository: "org/shop" }, "has a `repository` that is no object"],
    ["pull_request", { pull_request: "12" }, "has a `pull_request` that is no object"],
    ["pull_request_target", {}, "lacks `pull_request`"],
    ["workflow_run", {}, "lacks `workflow_run`"],
    ["issue_comment", {}, "lacks `issue`"],
    ["check_run", {}, "lacks `check_run`"],
    ["check_suite", {}, "lacks `check_suite`"],
    ["status", { branches: "main" }, "has a `branches` that is no list"],
    ["merge_group", {}, "lacks `merge_group.base_ref`"],
    ["release", { action: "published" }, "lacks `release.tag_name`"],
  ])("of %s with the payload %j is an error: it %s", (event, payload, what) =>
    expect(() => parseTrigger({ GITHUB_EVENT_NAME: event }, payload)).toThrow(
      `\`GITHUB_EVENT_PATH\`: the payload of the event \`${event}\` ${what}. GitHub writes`,
    ),
  );
});

/** Paths of all members of a payload, at any depth. */
function paths(value: unknown, at: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [at];
  const below = Object.entries(value).flatMap(([name, member]) => paths(member, [...at, name]));
  return [at, ...below];
}

/** A copy in which one member is another; left out if that is undefined. */
function changed(value: unknown, [name, ...rest]: readonly string[], to: unknown): unknown {
  if (name === undefined) return to;
  const object = value as Readonly<Record<string, unknown>>;
  return { ...object, [name]: changed(object[name], rest, to) };
}

describe("a payload that GitHub did not write", () => {
  const values = [undefined, null, "", "x", "__proto__", 0, -1, 1.5, true, false, [], {}, [null]];
  const events = [
    push("refs/heads/main"),
    dispatch("refs/heads/main"),
    schedule(),
    mergeGroup("main"),
    release("published"),
    issueComment("pull request"),
    checkSuite("main"),
    status("main"),
    ...["branch", "fork"].flatMap((head) => [
      pullRequest("opened", head as "fork"),
      pullRequest("opened", head as "fork", "pull_request_target"),
      workflowRun(head as "fork", "pull_request"),
      repositoryDispatch({ pull_request: pullOf(pullRequest("opened", head as "fork")) }),
    ]),
  ];
  const damaged = events.flatMap(({ env, payload }) =>
    paths(payload).flatMap((path) =>
      values.map((value) => ({ env, path, payload: changed(payload, path, value) })),
    ),
  );
  const given: TaskInputs = {
    command: "deploy",
    stage: "beta",
    stages: undefined,
    protectedStages: ["production"],
  };

  /** @returns the kind of task, or the error's message */
  function outcome({ env, payload }: (typeof damaged)[number]): string {
    try {
      return chooseTask(given, parseTrigger(env, payload)).kind;
    } catch (error) {
      return String(error);
    }
  }

  test("is read, or gives an error of ours", () => {
    expect(damaged.length).toBeGreaterThan(2000);
    for (const one of damaged) {
      expect([one.path, outcome(one)]).toEqual([
        one.path,
        expect.stringMatching(
          /^(deploy|build|nothing|Error: `(GITHUB_EVENT_PATH|command|stage)`: .*)$/,
        ),
      ]);
    }
  });

  test("never makes a stranger's code ours", () => {
    const strangers = damaged.filter(({ payload }) =>
      JSON.stringify(payload ?? "").includes("stranger/shop"),
    );
    expect(strangers.length).toBeGreaterThan(500);
    for (const one of strangers) expect([one.path, outcome(one)]).not.toContain("deploy");
  });
});
