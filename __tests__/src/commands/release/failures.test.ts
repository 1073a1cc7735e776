import { describe, expect, test } from "@jest/globals";
import type { Method } from "../../../fakes/cloud/journal.ts";
import { type FakeCloud, fakeCloud } from "../../../fakes/cloud.ts";
import { deployContext } from "../deploy-context.ts";
import { bundle } from "./bundle.ts";
import { deployBuilt, liveVersion, NAME } from "./deploy-built.ts";

const former = await bundle({ app: "first", assets: { "app/public/assets/old-1.css": "p {}" } });
const wanted = await bundle({ app: "second", recipe: "recipe" });

/** Inputs that make a release do all that a release can do. */
const given = {
  environment: "SECRET_KEY_BASE=0123456789\nDATABASE_URL=postgres://u:hunter22@db/shop",
  "release-command": "bin/rails db:migrate",
  "prewarm-rate": "30 minutes",
  "prewarm-concurrency": "2",
};

/** The two deploys, by the cloud that each finds. */
const beginnings = {
  "a first deploy": async () => fakeCloud(),
  "an update": async () => {
    const cloud = fakeCloud();
    const environment = "SECRET_KEY_BASE=0123456789\nFORMER=1";
    const context = deployContext({ environment, "prewarm-rate": "1 hour" }, cloud);
    await deployBuilt(context, former);
    // A front door that may no longer invoke the function has to be updated too.
    cloud.state.functions.get(NAME)?.permissions.clear();
    cloud.calls.length = 0;
    return cloud;
  },
};
type Deploy = keyof typeof beginnings;

const run = (cloud: FakeCloud) => deployBuilt(deployContext(given, cloud), wanted);

/** A cloud's state without what differs from run to run and means nothing to the next deploy. */
function comparable({ state }: FakeCloud) {
  const buckets = [...state.buckets].map(([bucket, objects]) => {
    const told = [...objects]
      .filter(([key]) => !key.includes("/runs/"))
      .map(([key, content]) => [key, content.toString("latin1").replace(/"releasedAt".*/, "")]);
    return [bucket, Object.fromEntries(told)];
  });
  return { ...state, buckets: Object.fromEntries(buckets) };
}

/** A call of an undisturbed deploy, to fail in a disturbed one. */
interface Step {
  readonly deploy: Deploy;
  /** Its place among all calls, from 0. */
  readonly index: number;
  readonly method: Method;
  /** Its place among the calls of its method, from 0. */
  readonly nth: number;
  /** Whether it does its work, and only its answer is lost. */
  readonly when: "before" | "after";
  /** The version that must be live after the failure. */
  readonly live: string | undefined;
}

async function undisturbed(deploy: Deploy) {
  const cloud = await beginnings[deploy]();
  const before = liveVersion(cloud);
  await run(cloud);
  const after = liveVersion(cloud);
  const methods = cloud.calls.map(({ method }) => method);
  // A record for later builds that cannot be written costs them time, and is no failure.
  const isRecipe = ({ method, args }: (typeof cloud.calls)[number]) =>
    method === "store.writeJson" && String(args[1]).startsWith("shop/recipes/");
  const recipe = cloud.calls.findIndex(isRecipe);
  const move = methods.indexOf("functions.pointAlias");
  const steps = methods.flatMap((method, index) =>
    (index === recipe ? [] : (["before", "after"] as const)).map((when): Step => {
      const nth = methods.slice(0, index).filter((other) => other === method).length;
      const live = index > move || (index === move && when === "after") ? after : before;
      return { deploy, index, method, nth, when, live };
    }),
  );
  return { deploy, methods, steps, state: comparable(cloud) };
}

const [first, update] = await Promise.all([
  undisturbed("a first deploy"),
  undisturbed("an update"),
]);

test("both deploys make every kind of call", () => {
  for (const { methods, kind } of [
    { ...first, kind: "create" },
    { ...update, kind: "update" },
  ]) {
    expect(methods).toEqual(
      expect.arrayContaining([
        "roles.identity",
        "store.upload",
        "store.writeJson",
        "roles.ensure",
        `functions.${kind}`,
        "functions.publish",
        "functions.invoke",
        "functions.pointAlias",
        `frontDoor.${kind}`,
        `schedules.${kind}`,
      ]),
    );
  }
  expect(update.methods).toContain("store.download");
});

describe.each([first, update])("when a call of $deploy fails", ({ steps, state }) => {
  test.each(steps)(
    "$index: $method, $when it has done its work, version $live is live and the next run finishes",
    async ({ deploy, method, nth, when, live }) => {
      const cloud = await beginnings[deploy]();
      cloud.fail(method, new Error("AWS is down"), {
        skip: nth,
        isDone: when === "after",
      });
      await expect(run(cloud)).rejects.toThrow("AWS is down");
      expect(liveVersion(cloud)).toBe(live);
      await run(cloud);
      expect(comparable(cloud)).toEqual(state);
    },
  );
});
