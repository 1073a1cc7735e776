import { describe, expect, test } from "@jest/globals";
import { readInputs } from "../../../src/inputs/read.ts";
import { dispatch, other, pullRequest, push, schedule } from "./payloads.ts";

const region = { AWS_REGION: "eu-west-1" };

function inputs(
  event: { readonly env: Readonly<Record<string, string>>; readonly payload: unknown },
  given: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = region,
) {
  const named = Object.entries(given).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text]);
  return readInputs(
    { ...env, ...event.env, ...Object.fromEntries(named) },
    "/checkout",
    event.payload,
  );
}
const task = (...args: Parameters<typeof inputs>) => inputs(...args).task;

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
  const stages = "main: production\n# the next one\nrelease/2=next\na=b: odd";

  test.each([
    ["refs/heads/main", "production"],
    ["refs/heads/release/2", "next"],
    ["refs/heads/a=b", "odd"],
  ])("of %s is %s, by `stages`", (ref, stage) =>
    expect(task(push(ref), { stages })).toMatchObject({ kind: "deploy", stage }),
  );

  test("is none for the default branch where `stages` leaves it out", () =>
    expect(task(main, { stages: "release: production" }).kind).toBe("nothing"));

  test.each([
    ["a push", push("refs/heads/login")],
    ["a tag", push("refs/tags/v1")],
    ["a schedule", schedule()],
    ["a pull request", pullRequest("opened", "branch")],
  ])("that is given wins over that of %s", (_, event) =>
    expect(task(event, { stage: "beta" })).toMatchObject({ stage: "beta" }),
  );

  test.each(["main", "main: Production!", "main: pr-3"])("is not read from `%s`", (text) =>
    expect(() => task(main, { stages: text })).toThrow("`stages`"),
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

  test("`pr-3` is a preview from a terminal too", () =>
    expect(task(terminal, { stage: "pr-3" })).toMatchObject({ preview: { number: 3 } }));
});

describe("command", () => {
  test.each([
    ["prewarm", main, { kind: "prewarm", stage: "production" }],
    ["destroy", pullRequest("synchronize", "branch"), { kind: "destroy", ...preview }],
    ["gc", schedule(), { kind: "gc" }],
    ["deploy", schedule(), { kind: "deploy", ...production, collects: false }],
    ["deploy", pullRequest("opened", "fork"), { kind: "build", ...preview }],
  ])("%s wins over the event", (command, event, expected) =>
    expect(task(event, { command })).toEqual(expected),
  );

  test("another is an error that names those there are", () =>
    expect(() => task(main, { command: "rollback" })).toThrow(
      /`command`: `rollback` must be one of `auto`, `deploy`, `prewarm`, `destroy`, `gc`/,
    ));

  test("destroy refuses a protected stage, from whichever event", () => {
    expect(() => task(main, { command: "destroy" })).toThrow(/`production` is protected/);
    const given = { command: "destroy", stage: "beta", "protected-stages": "production\nbeta" };
    expect(() => task(terminal, given)).toThrow(/`beta` is protected/);
    expect(task(terminal, { ...given, "protected-stages": "production" }).kind).toBe("destroy");
  });
});

describe("a run that calls nothing of AWS", () => {
  test.each([
    ["a fork's build", pullRequest("opened", "fork")],
    ["a branch without a stage", push("refs/heads/login")],
  ])("needs no region: %s", (_, event) => expect(inputs(event, {}, {}).region).toBe(""));
});

describe("a preview", () => {
  const event = pullRequest("opened", "branch");
  const environment = "HOST=shop\nDATABASE_URL=postgres://u:hunter22@db/shop\nCACHE_DATABASE_URL=";

  test("has its own variables over the stages', its name and number replaced", () => {
    const given = {
      environment,
      "preview-environment": "DATABASE_URL=postgres://u:p@db/{stage}_{number}\nONLY=here",
    };
    expect(inputs(event, given).environment).toEqual({
      HOST: "shop",
      DATABASE_URL: "postgres://u:p@db/pr-12_12",
      CACHE_DATABASE_URL: "",
      ONLY: "here",
    });
    expect(inputs(main, given).environment).not.toHaveProperty("ONLY");
  });

  test("runs a release command of its own or none", () => {
    const given = { "release-command": "migrate" };
    expect(inputs(event, given).releaseCommand).toBeUndefined();
    expect(inputs(event, { ...given, "preview-release-command": "p" }).releaseCommand).toBe("p");
    expect(inputs(main, given).releaseCommand).toBe("migrate");
  });

  test.each(["DATABASE_URL", "QUEUE_DATABASE_URL"])("does not share %s by mistake", (name) => {
    const given = { environment: `${name}=postgres://db/shop` };
    expect(() => inputs(event, given)).toThrow(new RegExp(`\`${name}\`.*preview-shares-database`));
    expect(() =>
      inputs(event, { ...given, "preview-environment": `${name}=postgres://db/shop` }),
    ).toThrow(name);
    expect(inputs(event, { ...given, "preview-shares-database": "true" }).task.kind).toBe("deploy");
    expect(inputs(main, given).task.kind).toBe("deploy");
    expect(inputs(pullRequest("closed", "branch"), given).task.kind).toBe("destroy");
  });

  test("the error does not show the URL", () => {
    expect.assertions(1);
    try {
      inputs(event, { environment });
    } catch (error) {
      expect((error as Error).message).not.toContain("hunter22");
    }
  });
});

describe("secrets", () => {
  test("are values whose names or passwords say so, of whichever stage", () => {
    const { secrets } = inputs(
      main,
      {
        environment:
          "API_KEY=planted-1\nDEBUG_KEY=1\nHOST=shop.example\nDATABASE_URL=postgres://u:s%40planted@db/x",
        "preview-environment": "session_secret=planted-2",
        "github-token": "ghs_planted",
      },
      { ...region, RAILS_MASTER_KEY: "planted-3" },
    );
    expect(secrets).toEqual(
      expect.arrayContaining([
        ...["planted-1", "planted-2", "planted-3", "ghs_planted"],
        ...["postgres://u:s%40planted@db/x", "s%40planted", "s@planted"],
      ]),
    );
    expect(secrets).not.toContain("shop.example");
    expect(secrets).not.toContain("1");
  });
});
