import { describe, expect, test } from "@jest/globals";
import { chooseTask, type Task, type TaskInputs } from "../../../src/inputs/task.ts";
import { parseTrigger } from "../../../src/inputs/trigger.ts";
import { dispatch, other, pullRequest, push, schedule } from "./payloads.ts";

interface Event {
  readonly env: Readonly<Record<string, string>>;
  readonly payload: unknown;
}

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
const terminal = { env: {}, payload: undefined };
const preview = { stage: "pr-12", preview: { number: 12 } };
const production = { stage: "production", preview: undefined };

describe("command: auto", () => {
  test.each([
    ["a push to the default branch", main, { kind: "deploy", ...production, collects: true }],
    [
      "a pull request that is opened",
      pullRequest("opened", "branch"),
      { kind: "deploy", ...preview, collects: false },
    ],
    [
      "a push to it",
      pullRequest("synchronize", "branch"),
      { kind: "deploy", ...preview, collects: false },
    ],
    [
      "one that is reopened",
      pullRequest("reopened", "branch"),
      { kind: "deploy", ...preview, collects: false },
    ],
    ["one that is closed", pullRequest("closed", "branch"), { kind: "destroy", ...preview }],
    ["a fork's", pullRequest("opened", "fork"), { kind: "build", ...preview }],
    ["a push to a fork's", pullRequest("synchronize", "fork"), { kind: "build", ...preview }],
    [
      "one of a fork that is gone",
      pullRequest("synchronize", "deleted fork"),
      { kind: "build", ...preview },
    ],
    ["a schedule", schedule(), { kind: "prewarm", stage: "production" }],
    [
      "a start by hand",
      dispatch("refs/heads/main"),
      { kind: "deploy", ...production, collects: false },
    ],
    ["a terminal", terminal, { kind: "deploy", ...production, collects: false }],
  ])("%s", (_, event, expected) => expect(task(event)).toEqual(expected));

  test.each([
    ["a push to another branch", push("refs/heads/login"), "`login`"],
    ["a tag", push("refs/tags/v1.2"), "`v1.2`"],
    [
      "a branch that is deleted",
      push("refs/heads/main", { deleted: true, created: false }),
      "is gone",
    ],
    ["a label", pullRequest("labeled", "branch"), "`labeled`"],
    ["a fork's pull request that is closed", pullRequest("closed", "fork"), "no preview"],
    ["a start by hand on another branch", dispatch("refs/heads/login"), "`login`"],
  ])("%s: nothing, and why", (_, event, why) =>
    expect(task(event)).toEqual({ kind: "nothing", why: expect.stringContaining(why) }),
  );

  test("an event that says no stage is an error, unless the stage is given", () => {
    expect(() => task(other("release"))).toThrow(/`stage`.*`release`/);
    expect(task(other("release"), { stage: "beta" })).toMatchObject({
      kind: "deploy",
      stage: "beta",
    });
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

  test.each([
    ["a push", push("refs/heads/login")],
    ["a tag", push("refs/tags/v1")],
    ["a schedule", schedule()],
    ["a pull request", pullRequest("opened", "branch")],
  ])("that is given wins over that of %s", (_, event) =>
    expect(task(event, { stage: "beta" })).toMatchObject({ stage: "beta" }),
  );

  test("a pull request is a preview in a stage of any name", () =>
    expect(task(pullRequest("opened", "branch"), { stage: "review" })).toMatchObject({
      preview: { number: 12 },
    }));

  test("a pull request does not get to a protected stage by an event", () => {
    const event = pullRequest("opened", "branch");
    expect(() => task(event, { stage: "production" })).toThrow(/protected stage `production`/);
    expect(task(event, { stage: "production", command: "deploy" })).toMatchObject(production);
  });

  test("`pr-3` is a preview from a terminal too, whatever is protected", () =>
    expect(task(terminal, { stage: "pr-3", protectedStages: ["pr-3"] })).toMatchObject({
      preview: { number: 3 },
    }));

  test.each(["pr-0", "pr-x", "pr-", "a-pr-3"])("`%s` is no preview", (stage) =>
    expect(task(terminal, { stage })).toMatchObject({ stage, preview: undefined }),
  );

  test("of a pull request with an action that does not deploy is not even asked for", () =>
    expect(task(pullRequest("closed", "fork"), { stage: "production" }).kind).toBe("nothing"));

  test("of a deleted branch is not deployed even if it is given", () =>
    expect(task(push("refs/heads/main", { deleted: true }), { stage: "beta" })).toEqual({
      kind: "nothing",
      why: "the branch `main` is gone",
    }));

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
    ["deploy", schedule(), { kind: "deploy", ...production, collects: false }],
    ["deploy", pullRequest("opened", "fork"), { kind: "build", ...preview }],
    ["deploy", main, { kind: "deploy", ...production, collects: false }],
    ["prewarm", pullRequest("opened", "fork"), { kind: "prewarm", stage: "pr-12" }],
    [
      "deploy",
      push("refs/heads/login", { deleted: true }),
      { kind: "nothing", why: "the branch `login` is gone" },
    ],
  ] as const)("%s wins over the event", (command, event, expected) =>
    expect(task(event, { command })).toEqual(expected),
  );

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
