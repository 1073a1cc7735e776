import { expect, test } from "@jest/globals";
import type { FakeCloud } from "../../../fakes/cloud.ts";
import { deployContext } from "../deploy-context.ts";
import { bundle } from "./bundle.ts";
import { deployBuilt, NAME } from "./deploy-built.ts";

const first = await bundle({ app: "first" });
const second = await bundle({ app: "second" });
const hourly = { "prewarm-rate": "1 hour" };
const off = { "prewarm-rate": "off" };

/** Calls that look at the account, or that a deploy makes before its first change: roles, and what it uploads. */
const ALWAYS =
  /\.(find|findAlias|identity|has|readJson|findBucket|ensureBucket|ensure|claim|upload)$/;

/** A deploy of `shop` that finds what `before` leaves of an earlier one. */
interface Situation {
  readonly title: string;
  /** Inputs of the earlier deploy; undefined: there was none. */
  readonly earlier?: Readonly<Record<string, string>>;
  readonly before?: (cloud: FakeCloud) => void;
  readonly given: Readonly<Record<string, string>>;
  readonly built?: typeof first;
  /** Kinds of the changes, and the calls that they come to. */
  readonly changes: Readonly<Record<string, readonly string[]>>;
  /** Titles of the groups that the log shows for them. */
  readonly shows: readonly string[];
}

/** Two sandboxes are prewarmed, and one asked for its health. */
const RELEASE = [
  "functions.publish",
  "functions.invoke",
  "functions.invoke",
  "functions.invoke",
  "store.writeJson",
  "functions.pointAlias",
];

const RELEASE_SHOWS = ["Publish a version", "Prewarm", "Check health", "Move traffic"];

const situations: readonly Situation[] = [
  {
    title: "there is nothing",
    given: hourly,
    changes: {
      "create-function": ["functions.create"],
      "release-version": RELEASE,
      "create-front-door": ["frontDoor.create"],
      "create-schedule": ["schedules.create"],
    },
    shows: [
      "Create the function",
      ...RELEASE_SHOWS,
      "Create the front door",
      "Create the schedule",
    ],
  },
  { title: "all is as wanted", earlier: hourly, given: hourly, changes: {}, shows: [] },
  {
    title: "the bundle is another",
    earlier: off,
    given: off,
    built: second,
    changes: { "update-function": ["functions.update"], "release-version": RELEASE },
    shows: ["Update the function", ...RELEASE_SHOWS],
  },
  {
    title: "a setting is another",
    earlier: off,
    given: { ...off, memory: "1024" },
    changes: { "update-function": ["functions.update"], "release-version": RELEASE },
    shows: ["Update the function", ...RELEASE_SHOWS],
  },
  {
    title: "the front door may no longer invoke the function",
    earlier: off,
    before: ({ state }) => state.functions.get(NAME)?.permissions.clear(),
    given: off,
    changes: { "update-front-door": ["frontDoor.update"] },
    shows: ["Update the front door"],
  },
  {
    title: "the front door is gone",
    earlier: off,
    before: ({ state }) => state.frontDoors.clear(),
    given: off,
    changes: { "create-front-door": ["frontDoor.create"] },
    shows: ["Create the front door"],
  },
  {
    title: "the function is gone, and its permission with it",
    earlier: off,
    before: ({ state }) => state.functions.clear(),
    given: off,
    changes: {
      "create-function": ["functions.create"],
      "release-version": RELEASE,
      "update-front-door": ["frontDoor.update"],
    },
    shows: ["Create the function", ...RELEASE_SHOWS, "Update the front door"],
  },
  {
    title: "Lambda could not make the function ready when it was created",
    earlier: off,
    before: ({ state }) => {
      const found = state.functions.get(NAME)!;
      const settings = { ...found.workingCopy.settings, State: "Failed" };
      const workingCopy = { ...found.workingCopy, settings };
      const none = { versions: new Map(), aliases: new Map(), permissions: new Set<string>() };
      state.functions.set(NAME, { ...found, ...none, workingCopy });
    },
    given: off,
    changes: {
      "replace-function": ["functions.remove", "functions.create"],
      "release-version": RELEASE,
      "update-front-door": ["frontDoor.update"],
    },
    shows: [
      "Replace the function, which Lambda could not make ready",
      ...RELEASE_SHOWS,
      "Update the front door",
    ],
  },
  {
    title: "a schedule is wanted and missing",
    earlier: off,
    given: hourly,
    changes: { "create-schedule": ["schedules.create"] },
    shows: ["Create the schedule"],
  },
  {
    title: "the schedule has another rate",
    earlier: hourly,
    given: { "prewarm-rate": "2 hours" },
    changes: { "update-schedule": ["schedules.update"] },
    shows: ["Update the schedule"],
  },
  {
    title: "the schedule is no longer wanted",
    earlier: hourly,
    given: off,
    changes: { "delete-schedule": ["schedules.remove", "roles.removePolicy"] },
    shows: ["Delete the schedule"],
  },
];

test.each(situations)("where $title, exactly the changes are made", async (situation) => {
  const { earlier, before, given, built = first, changes, shows } = situation;
  const context = deployContext(given);
  const { cloud, reporter } = context;
  if (earlier) await deployBuilt(deployContext(earlier, cloud), first);
  before?.(cloud);
  cloud.calls.length = 0;
  const released = await deployBuilt(context, built);
  expect(released.changes.map(({ kind }) => kind)).toEqual(Object.keys(changes));
  const methods = cloud.calls.map(({ method }) => method as string);
  const made = methods.filter((method) => !ALWAYS.test(method));
  expect(made).toEqual(Object.values(changes).flat());
  expect(reporter.groups).toEqual([
    "Find the stage",
    "Observe",
    "Roles",
    "Upload",
    ...shows,
    "Request the public URL",
  ]);
  const live = cloud.state.functions.get(NAME)?.aliases.get("live");
  expect(released.version).toBe(live);
  expect(released.url).toMatch(/^https:\/\/door\d+\..*\/production$/);
  const idle = Object.keys(changes).length === 0 ? "Nothing to do" : "No new version";
  const said = `${idle}: version ${live} already has this bundle and this configuration.`;
  expect(reporter.infos.includes(said)).toBe(!("release-version" in changes));
  expect((await deployBuilt(deployContext(given, cloud), built)).changes).toEqual([]);
});

test("a schedule invokes the live version at its rate", async () => {
  const context = deployContext({ ...hourly, "prewarm-concurrency": "3" });
  await deployBuilt(context, first);
  expect(context.cloud.state.schedules.get(NAME)).toEqual({
    expression: "rate(1 hour)",
    target: `arn:aws:lambda:eu-west-1:123456789012:function:${NAME}:live`,
    role: "arn:aws:iam::123456789012:role/megamode-shop.scheduler",
    input: '{"megamode":1,"message":"prewarm","holdUntil":0,"fanOut":3}',
  });
});
