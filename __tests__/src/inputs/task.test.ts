import { describe, expect, test } from "@jest/globals";
import { parseTrigger } from "../../../src/inputs/event/trigger.ts";
import { chooseTask, type Task, type TaskInputs } from "../../../src/inputs/task.ts";
import {
  checkSuite,
  dependabots,
  dispatch,
  type Event,
  type Head,
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
} from "./event/payloads.ts";

function task({ env, payload }: Event, given: Partial<TaskInputs> = {}): Task {
  const all: TaskInputs = {
    command: "auto",
    stage: undefined,
    stages: undefined,
    protectedStages: ["production"],
    ...given,
  };
  return chooseTask(all, parseTrigger(env, payload));
}

const main = push("refs/heads/main");
const deleted = push("refs/heads/login", { deleted: true, created: false });
const terminal = { env: {}, payload: undefined };
const preview = { stage: "pr-12", preview: { number: 12 } };
const production = { stage: "production", preview: undefined };
const deploys = { kind: "deploy", collects: false };
/** Built only, by a run that has no secrets. */
const ofFork = { kind: "build", hasSecrets: false, why: expect.stringMatching(/fork/) };
const ofDependabot = { kind: "build", hasSecrets: false, why: expect.stringMatching(/Dependabot/) };
const inQueue = { kind: "build", hasSecrets: true, why: expect.stringMatching(/merge queue/) };

describe("command: auto", () => {
  test.each<[string, Event, object]>([
    ["a push to the default branch", main, { ...deploys, ...production, collects: true }],
    ["a pull request, opened", pullRequest("opened", "branch"), { ...deploys, ...preview }],
    ["a push to it", pullRequest("synchronize", "branch"), { ...deploys, ...preview }],
    ["reopened", pullRequest("reopened", "branch"), { ...deploys, ...preview }],
    ["no draft any more", pullRequest("ready_for_review", "branch"), { ...deploys, ...preview }],
    ["closed", pullRequest("closed", "branch"), { kind: "destroy", ...preview }],
    ["a fork's", pullRequest("opened", "fork"), { ...ofFork, ...preview }],
    ["a push to a fork's", pullRequest("synchronize", "fork"), { ...ofFork, ...preview }],
    ["of a fork that is gone", pullRequest("opened", "deleted fork"), { ...ofFork, ...preview }],
    ["of a namesake", pullRequest("opened", "same name"), { ...ofFork, ...preview }],
    ["of another name", pullRequest("opened", "same id"), { ...ofFork, ...preview }],
    ["Dependabot's", dependabots("opened"), { ...ofDependabot, ...preview }],
    ["a push to Dependabot's", dependabots("synchronize"), { ...ofDependabot, ...preview }],
    ["a merge queue", mergeGroup("main"), { ...inQueue, ...production }],
    ["the merge queue of another branch", mergeGroup("next"), { ...inQueue, ...production }],
    ["a schedule", schedule(), { kind: "prewarm", stage: "production" }],
    ["a start by hand", dispatch("refs/heads/main"), { ...deploys, ...production }],
    ["a terminal", terminal, { ...deploys, ...production }],
  ])("%s", (_, event, expected) => expect(task(event)).toEqual(expected));

  test.each([
    ["a push to another branch", push("refs/heads/login"), "`login`"],
    ["a push of a tag", push("refs/tags/v1.2"), "`v1.2`; set `stage`"],
    ["a release", release("published"), "`v1.2`; set `stage`"],
    ["a branch that is deleted", deleted, "`login` is gone"],
    ["a tag that is deleted", push("refs/tags/v1.2", { deleted: true }), "`v1.2` is gone"],
    ["a release that is deleted", release("deleted"), "`v1.2` is gone"],
    ["a release that is taken back", release("unpublished"), "`v1.2` is gone"],
    ["a label", pullRequest("labeled", "branch"), "`labeled`"],
    ["a label that somebody calls a method", pullRequest("toString", "branch"), "`toString`"],
    ["a fork's pull request that is closed", pullRequest("closed", "fork"), "no preview"],
    ["Dependabot's that is closed", dependabots("closed"), "the next push"],
  ])("%s: nothing, and why", (_, event, why) =>
    expect(task(event)).toEqual({ kind: "nothing", why: expect.stringContaining(why) }),
  );

  test.each([
    ["the push of a tag", push("refs/tags/v1.2")],
    ["a release", release("published")],
    ["a start by hand on a tag", dispatch("refs/tags/v1.2")],
    ["a start by hand on another branch", dispatch("refs/heads/login")],
  ])("%s deploys the stage that is given", (_, event) =>
    expect(task(event, { stage: "beta" })).toEqual({
      ...deploys,
      stage: "beta",
      preview: undefined,
    }),
  );

  test.each(["`login`", "`stages`", "`stage`"])(
    "a start by hand on a branch without a stage is an error that names %s",
    (named) => {
      const run = () => task(dispatch("refs/heads/login"));
      expect(run).toThrow(named);
    },
  );

  test("a start by hand on a tag, with no stage given, is an error too", () =>
    expect(() => task(dispatch("refs/tags/v1.2"))).toThrow(/`v1.2`.*`stage`/));

  test.each([
    other("repository_dispatch"),
    other("deployment"),
    other("create"),
    other("constructor"),
    issueComment("issue"),
    workflowRun("branch"),
    pullRequest("opened", "branch", "pull_request_target"),
    pullRequest("submitted", "branch", "pull_request_review"),
  ])("any other event is an error, though a stage is given: $env.GITHUB_EVENT_NAME", (event) =>
    expect(() => task(event, { stage: "beta" })).toThrow(
      `\`command\`: \`auto\` does not know what to do for the event \`${event.env.GITHUB_EVENT_NAME}\``,
    ),
  );
});

/** Events whose runs may have the repository's secrets, with a head that lies elsewhere. */
const foreign = (["fork", "deleted fork", "same name", "same id"] as Head[]).flatMap((head) =>
  [
    pullRequest("opened", head, "pull_request_target"),
    pullRequest("submitted", head, "pull_request_review"),
    pullRequest("created", head, "pull_request_review_comment"),
    pullRequest("opened", head, "an_event_to_come"),
    workflowRun(head),
    workflowRun(head, "pull_request"),
    repositoryDispatch({ pull_request: pullOf(pullRequest("opened", head)) }),
  ].map((event): [string, Head, Event] => [event.env.GITHUB_EVENT_NAME ?? "", head, event]),
);

describe("a stranger's code in a run with secrets", () => {
  const named = { stage: "pr-12" };

  test.each(foreign)("is refused: %s, %s", (_, _head, event) => {
    for (const command of ["auto", "deploy"] as const) {
      expect(() => task(event, { ...named, command })).toThrow(
        /may have the repository's secrets.*another repository/,
      );
    }
  });

  test.each(foreign)("does not matter to what runs nothing of it: %s, %s", (_, _head, event) => {
    for (const command of ["destroy", "prewarm", "gc"] as const) {
      expect(task(event, { ...named, command }).kind).toBe(command);
    }
  });

  test.each<[string, Event]>([
    ["a comment on a pull request", issueComment("pull request")],
    ["a suite of checks of a fork", checkSuite(null)],
    ["a check of a fork", checkSuite(null, "check_run")],
    ["the status of a commit of no branch", status()],
    ["a pull request that somebody sent as a number", repositoryDispatch({ pull_request: 12 })],
    ["one that is sent in part", repositoryDispatch({ pull_request: { head: { ref: "x" } } })],
  ])("is refused where the event does not say whose it is: %s", (_, event) => {
    for (const command of ["auto", "deploy"] as const) {
      expect(() => task(event, { ...named, command })).toThrow(
        /does not say which repository.*`pull_request`.*`workflow_dispatch`/,
      );
    }
    expect(task(event, { ...named, command: "destroy" })).toMatchObject(preview);
  });
});

describe("a pull request of the repository itself, whatever its event is called", () => {
  const given = { command: "deploy" } as const;
  test.each(["pull_request_target", "pull_request_review", "pull_request"])("%s", (name) => {
    const event = pullRequest("opened", "branch", name);
    expect(task(event, given)).toEqual({ ...deploys, ...preview });
    expect(task(event, { ...given, stage: "review" })).toMatchObject({ preview: { number: 12 } });
    for (const stage of ["production", "beta"]) {
      const protectedStages = ["production", "beta"];
      expect(() => task(event, { ...given, stage, protectedStages })).toThrow(
        `no pull request is deployed to the protected stage \`${stage}\``,
      );
    }
  });

  test.each<[string, Event]>([
    ["of a workflow that ran for it", workflowRun("branch", "pull_request")],
    [
      "that sends it along",
      repositoryDispatch({ pull_request: pullOf(pullRequest("opened", "branch")) }),
    ],
  ])("needs the stage of a preview by an event %s", (_, event) => {
    expect(task(event, { ...given, stage: "pr-12" })).toEqual({ ...deploys, ...preview });
    for (const stage of ["production", "review"])
      expect(() => task(event, { ...given, stage })).toThrow(/`stage`.*pr-<number>/);
    expect(() => task(event, given)).toThrow(/`stage`/);
  });

  test("that is closed ends its own stage alone", () => {
    const event = pullRequest("closed", "branch", "pull_request_target");
    expect(task(event, { command: "destroy" })).toEqual({ kind: "destroy", ...preview });
  });
});

describe("the stage", () => {
  const stages = new Map([
    ["main", "production"],
    ["release/2", "next"],
  ]);

  test.each([
    ["refs/heads/main", "production"],
    ["refs/heads/release/2", "next"],
  ])("of %s is %s, by `stages`", (ref, stage) =>
    expect(task(push(ref), { stages })).toMatchObject({ kind: "deploy", stage }),
  );

  test("is none for the default branch where `stages` leaves it out", () =>
    expect(task(main, { stages: new Map([["release", "production"]]) }).kind).toBe("nothing"));

  test("of a merge queue is that of the branch it leads to", () =>
    expect(task(mergeGroup("release/2"), { stages })).toEqual({
      ...inQueue,
      stage: "next",
      preview: undefined,
    }));

  test.each([
    ["a push", push("refs/heads/login")],
    ["a tag", push("refs/tags/v1")],
    ["a schedule", schedule()],
    ["a pull request", pullRequest("opened", "branch")],
    ["a merge queue", mergeGroup("main")],
  ])("that is given wins over that of %s", (_, event) =>
    expect(task(event, { stage: "beta" })).toMatchObject({ stage: "beta" }),
  );

  test("a pull request is a preview in a stage of any name", () =>
    expect(task(pullRequest("opened", "branch"), { stage: "review" })).toMatchObject({
      preview: { number: 12 },
    }));

  test.each(["auto", "deploy"] as const)(
    "a pull request does not get to a protected one: `command: %s`",
    (command) =>
      expect(() => task(pullRequest("opened", "branch"), { stage: "production", command })).toThrow(
        /`stage`.*protected stage `production`/,
      ),
  );

  test("a fork's pull request is built for a protected stage that is given, as a preview", () =>
    expect(task(pullRequest("opened", "fork"), { stage: "production" })).toEqual({
      ...ofFork,
      stage: "production",
      preview: { number: 12 },
    }));

  test("`pr-3` is a preview from a terminal too, whatever is protected", () =>
    expect(task(terminal, { stage: "pr-3", protectedStages: ["pr-3"] })).toMatchObject({
      preview: { number: 3 },
    }));

  test.each(["pr-0", "pr-x", "pr-", "a-pr-3"])("`%s` is no preview", (stage) =>
    expect(task(terminal, { stage })).toMatchObject({ stage, preview: undefined }),
  );

  test("of a pull request with an action that does not deploy is not even asked for", () =>
    expect(task(pullRequest("closed", "fork"), { stage: "production" }).kind).toBe("nothing"));

  test.each(["auto", "deploy"] as const)(
    "of a deleted branch is not deployed even if it is given: `command: %s`",
    (command) =>
      expect(task(deleted, { stage: "beta", command })).toEqual({
        kind: "nothing",
        why: "the branch `login` is gone",
      }),
  );

  test("of a pull request that names it as a preview is that preview", () =>
    expect(task(pullRequest("opened", "branch"), { stage: "pr-7" })).toMatchObject({
      stage: "pr-7",
      preview: { number: 7 },
    }));
});

describe("command", () => {
  test.each([
    ["prewarm", main, { kind: "prewarm", stage: "production" }],
    ["destroy", pullRequest("synchronize", "branch"), { kind: "destroy", ...preview }],
    ["gc", schedule(), { kind: "gc" }],
    ["deploy", schedule(), { ...deploys, ...production }],
    ["deploy", pullRequest("opened", "fork"), { ...ofFork, ...preview }],
    ["deploy", dependabots("opened"), { ...ofDependabot, ...preview }],
    ["deploy", mergeGroup("main"), { ...inQueue, ...production }],
    ["deploy", main, { ...deploys, ...production }],
    ["prewarm", pullRequest("opened", "fork"), { kind: "prewarm", stage: "pr-12" }],
    ["deploy", push("refs/heads/login"), { kind: "nothing", why: expect.any(String) }],
    ["deploy", push("refs/tags/v1"), { kind: "nothing", why: expect.any(String) }],
  ] as const)("%s wins over the event", (command, event, expected) =>
    expect(task(event, { command })).toEqual(expected),
  );

  test.each([
    other("repository_dispatch"),
    other("deployment"),
    issueComment("issue"),
    workflowRun("branch"),
    repositoryDispatch({ version: 2 }),
    checkSuite("main"),
    checkSuite("main", "check_run"),
    status("main"),
  ])("needs a stage for any other event: $env.GITHUB_EVENT_NAME", (event) => {
    const given = { command: "deploy", stage: "production" } as const;
    expect(task(event, given)).toEqual({ ...deploys, ...production });
    expect(() => task(event, { command: "deploy" })).toThrow(/`stage`: not given/);
  });

  test("on a branch without a stage is an error for a start by hand", () => {
    for (const command of ["deploy", "prewarm", "destroy"] as const)
      expect(() => task(dispatch("refs/heads/login"), { command })).toThrow("`login`");
  });

  test("destroy may take a stage away with its branch", () =>
    expect(task(deleted, { command: "destroy", stage: "beta" }).kind).toBe("destroy"));

  test("destroy refuses a protected stage, from whichever event", () => {
    expect(() => task(main, { command: "destroy" })).toThrow(/`production` is protected/);
    const given = { command: "destroy", stage: "beta" } as const;
    expect(() => task(terminal, { ...given, protectedStages: ["production", "beta"] })).toThrow(
      /`beta` is protected/,
    );
    expect(task(terminal, given)).toEqual({
      kind: "destroy",
      stage: "beta",
      preview: undefined,
    });
  });
});
