import { describe, expect, test } from "@jest/globals";
import { parseTrigger, type Trigger } from "../../../src/inputs/trigger.ts";
import { dispatch, other, pullRequest, push, schedule } from "./payloads.ts";

const branch = { branch: "main", defaultBranch: "main" };

describe("a trigger", () => {
  test.each<[string, ReturnType<typeof push>, Trigger]>([
    ["a push", push("refs/heads/main"), { kind: "push", ...branch }],
    [
      "a push to another branch",
      push("refs/heads/release/2"),
      { kind: "push", branch: "release/2", defaultBranch: "main" },
    ],
    [
      "a push that deletes the branch",
      push("refs/heads/login", { deleted: true }),
      { kind: "deleted-branch", name: "login" },
    ],
    ["a tag", push("refs/tags/v1.2"), { kind: "tag", name: "v1.2" }],
    [
      "a tag that is deleted",
      push("refs/tags/v1.2", { deleted: true }),
      { kind: "tag", name: "v1.2" },
    ],
    ["a start by hand", dispatch("refs/heads/main"), { kind: "manual", ...branch }],
    ["a schedule", schedule(), { kind: "schedule", ...branch }],
    [
      "a pull request",
      pullRequest("opened", "branch"),
      { kind: "pull-request", number: 12, action: "opened", fork: false },
    ],
    [
      "a fork's pull request",
      pullRequest("closed", "fork"),
      { kind: "pull-request", number: 12, action: "closed", fork: true },
    ],
    [
      "a pull request of a fork that is deleted",
      pullRequest("closed", "deleted fork"),
      { kind: "pull-request", number: 12, action: "closed", fork: true },
    ],
    ["another event", other("release"), { kind: "other", event: "release" }],
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
      { kind: "push", branch: "beta", defaultBranch: undefined },
    ],
    [
      "a push for which there is a branch's name only",
      { GITHUB_EVENT_NAME: "push", GITHUB_REF_NAME: "beta" },
      {},
      { kind: "push", branch: "beta", defaultBranch: undefined },
    ],
    [
      "a push of which nothing is known",
      { GITHUB_EVENT_NAME: "push" },
      {},
      { kind: "push", branch: "", defaultBranch: undefined },
    ],
    [
      "a push whose payload differs from the environment",
      { GITHUB_EVENT_NAME: "push", GITHUB_REF: "refs/heads/beta", GITHUB_REF_NAME: "gamma" },
      { ref: "refs/heads/alpha" },
      { kind: "push", branch: "alpha", defaultBranch: undefined },
    ],
    [
      "a schedule whose payload names the default branch",
      { GITHUB_EVENT_NAME: "schedule", GITHUB_REF_NAME: "beta" },
      { repository: { default_branch: "main" } },
      { kind: "schedule", branch: "beta", defaultBranch: "main" },
    ],
    [
      "a schedule of an unknown branch",
      { GITHUB_EVENT_NAME: "schedule" },
      {},
      { kind: "schedule", branch: "", defaultBranch: "" },
    ],
  ])("is read from the environment: %s", (_, env, payload, expected) =>
    expect(parseTrigger(env, payload)).toEqual(expected),
  );

  test("has no action if the payload of a pull request names none", () => {
    const { env, payload } = pullRequest("opened", "branch");
    const { action: _, ...rest } = payload as { action: string };
    expect(parseTrigger(env, rest)).toMatchObject({ action: "" });
  });

  test("is an error if a pull request has no payload", () => {
    expect(() => parseTrigger({ GITHUB_EVENT_NAME: "pull_request" }, undefined)).toThrow(
      /`command`: the event `pull_request` has no payload/,
    );
  });
});
