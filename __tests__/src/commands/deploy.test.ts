import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import type { Built } from "../../../src/bundle/built.ts";
import type { build } from "../../../src/commands/build/build.ts";
import { deploy } from "../../../src/commands/deploy.ts";
import { type FakeBuildRoot, fakeBuildRoot } from "../../fakes/build-root.ts";
import { tree } from "../../tree.ts";
import { type DeployContext, deployContext } from "./deploy-context.ts";
import { bundle } from "./release/bundle.ts";
import { liveVersion, NAME } from "./release/deploy-built.ts";

const built = await bundle({ app: "first", recipe: "0123" });
const second = await bundle({ app: "second" });
const URL = "https://door1.execute-api.eu-west-1.amazonaws.com/production";

interface Run {
  readonly context: DeployContext;
  readonly root: FakeBuildRoot;
  readonly makeBundle: typeof build;
}

/** A deploy whose root is a folder, and whose build gives a bundle that is there. */
function runOf(
  result: Built = built,
  given: Readonly<Record<string, string>> = {},
  cloud?: DeployContext["cloud"],
): Run {
  const root = fakeBuildRoot();
  const context: DeployContext = {
    ...deployContext({ "prewarm-rate": "off", ...given }, cloud),
    openRoot: async () => root,
  };
  return { context, root, makeBundle: async () => result };
}

const start = ({ context, makeBundle }: Run) => deploy(context, makeBundle);

describe("a deploy", () => {
  test("builds, tries, releases and reports", async () => {
    const run = runOf();
    await start(run);
    const { cloud, reporter } = run.context;
    expect(liveVersion(cloud)).toBe("1");
    const bytes = String(built.archives.reduce((sum, { ref }) => sum + ref.bytes, 0));
    expect(Object.fromEntries(reporter.outputs)).toMatchObject({
      url: URL,
      stage: "production",
      "function-name": NAME,
      version: "1",
      "previous-version": "",
      "bundle-bytes": bytes,
      "uploaded-bytes": bytes,
      "cold-start-ms": "6",
      changed: "true",
    });
    expect(reporter.summaries).toEqual([expect.stringContaining(`[${URL}]`)]);
    expect(reporter.infos).toContain("The build's folder is isolated by: a fake");
    expect(reporter.infos.at(-1)).toBe(URL);
  });

  test("looks for earlier builds only where the bucket's prefix is its repository's", async () => {
    const seen: boolean[] = [];
    const looking = ({ context, makeBundle }: Run) =>
      deploy(context, async (build, root) => {
        seen.push(build.earlierBuilds !== undefined);
        return makeBundle(build, root);
      });
    const first = runOf();
    await looking(first); // Nobody has claimed the prefix yet.
    const { cloud } = first.context;
    await looking(runOf(built, {}, cloud));
    const terminal = { repository: undefined, repositoryId: undefined };
    const other = runOf(built, { app: "other" }, cloud);
    await looking({ ...other, context: { ...other.context, ...terminal } });
    expect(seen).toEqual([false, true, true]);
  });

  test("of an app that is another repository's fails before it builds", async () => {
    const { context } = runOf();
    await start({ ...runOf(), context });
    const foreign = { ...context, repository: "mallory/shop", repositoryId: "666" };
    const unexpected = async (): Promise<never> => {
      throw new Error("It must not be built.");
    };
    await expect(deploy({ ...foreign, openRoot: unexpected }, unexpected)).rejects.toThrow(
      "belongs to the repository `org/shop`",
    );
  });

  test("whose variables Lambda would refuse for their size fails before it builds", async () => {
    const { context } = runOf(built, { environment: `BIG=${"x".repeat(4096)}` });
    const unexpected = async (): Promise<never> => {
      throw new Error("It must not be built.");
    };
    const failed = deploy({ ...context, openRoot: unexpected }, unexpected);
    await expect(failed).rejects.toThrow(/Lambda takes 4096 at most\. The largest are `BIG` \(/);
  });

  test("whose variables are too large with those that were set by hand uploads nothing", async () => {
    const first = runOf();
    await start(first);
    const { cloud } = first.context;
    const there = cloud.state.functions.get(NAME)?.workingCopy;
    Object.assign(there?.settings.Environment.Variables ?? {}, { BY_HAND: "x".repeat(2000) });
    cloud.calls.splice(0);
    const again = runOf(second, { environment: `BIG=${"x".repeat(2000)}` }, cloud);
    await expect(start(again)).rejects.toThrow("`BY_HAND` (2012 bytes)");
    expect(cloud.calls.map(({ method }) => method)).not.toContain("store.upload");
    expect(again.root.asked).toEqual(["close"]);
  });

  test.each([
    [
      "the candidate",
      {},
      { payload: undefined, error: "No such file or directory - /tmp/mm/app/spec/a.yml" },
    ],
    [
      "the release command",
      { "release-command": "bin/rails db:migrate" },
      {
        error: undefined,
        payload: { status: 1, output: `cannot load such file -- spec/a.yml\n${"x\n".repeat(60)}` },
      },
    ],
  ])("says so where %s misses what was left out", async (_, given, answer) => {
    const checkout = tree({ "spec/a.yml": "x" });
    const spec = { path: "spec", from: join(checkout, "spec"), kind: "spec/" };
    const leftOut = [{ ...spec, files: 1, bytes: 1 }];
    const run = runOf({ ...built, leftOut }, given);
    run.context.cloud.answer = () => answer;
    await expect(start(run)).rejects.toMatchObject({
      fix: expect.stringContaining("    include: spec/a.yml\n"),
    });
  });

  test("asks for a root by the folder that is built", async () => {
    const { context, makeBundle, root } = runOf();
    const asked: string[] = [];
    const openRoot = async (what: string) => {
      asked.push(what);
      return root;
    };
    await deploy({ ...context, openRoot }, makeBundle);
    expect(asked).toEqual(["the build of /checkout"]);
  });

  test("tries the app before anything is uploaded, and gives up the root before it releases", async () => {
    const run = runOf();
    const { cloud } = run.context;
    const seen: Record<string, string[]> = {};
    const { root } = run;
    const note = (what: string) => {
      seen[what] = cloud.calls.map(({ method }) => method);
    };
    const context: DeployContext = {
      ...run.context,
      openRoot: async () => ({
        ...root,
        async trial(plan) {
          note("trial");
          return root.trial(plan);
        },
        async release() {
          note("release");
          return root.release();
        },
      }),
    };
    await start({ ...run, context });
    expect(root.asked).toEqual(["trial", "release", "close"]);
    const looks = [
      "roles.identity",
      "store.findBucket",
      "store.readJson",
      "functions.find",
      "frontDoor.find",
      "schedules.find",
    ];
    expect(seen).toEqual({ trial: looks, release: looks });
  });

  test("of what is live already needs no preflight, and changes nothing", async () => {
    const first = runOf();
    await start(first);
    const again = runOf(built, {}, first.context.cloud);
    await start(again);
    expect(again.root.asked).toEqual(["release", "close"]);
    const { outputs, infos } = again.context.reporter;
    expect(outputs.get("changed")).toBe("false");
    expect(outputs.get("previous-version")).toBe("1");
    expect(infos).toContain(
      "No preflight: the live version already has this bundle and these variables.",
    );
  });

  test.each([
    ["another bundle", second, {}],
    ["other variables", built, { environment: "GREETING=1" }],
  ])("of %s is tried", async (_, next, given) => {
    const first = runOf();
    await start(first);
    const run = runOf(next, given, first.context.cloud);
    await start(run);
    expect(run.root.asked).toEqual(["trial", "release", "close"]);
    expect(liveVersion(run.context.cloud)).toBe("2");
  });

  test("lets the build find what the one before has uploaded", async () => {
    const first = runOf();
    await start(first);
    const run = runOf(built, {}, first.context.cloud);
    await deploy(run.context, async ({ earlierBuilds }, root) => {
      expect(await earlierBuilds?.find("4567", root)).toBeUndefined();
      const found = await earlierBuilds?.find("0123", root);
      expect(found?.archives.map(({ ref }) => ref)).toEqual(built.manifest.archives.slice(0, 2));
      return built;
    });
    expect.assertions(2);
  });
});

describe("a deploy that fails", () => {
  test("in its build has asked AWS only who owns the app, and gives up the root", async () => {
    const run = runOf();
    const failing = { ...run, makeBundle: () => Promise.reject(new Error("no Gemfile")) };
    await expect(start(failing)).rejects.toThrow("no Gemfile");
    const asked = run.context.cloud.calls.map(({ method }) => method);
    expect(asked).toEqual(["roles.identity", "store.findBucket", "store.readJson"]);
    expect(run.root.asked).toEqual(["close"]);
  });

  test("in its preflight changes nothing in AWS, and gives up the root", async () => {
    const run = runOf();
    const boot = { kind: "ended", how: "exited with status 1" } as const;
    run.root.result = { ...run.root.result, boot, answer: undefined, output: "no database" };
    await expect(start(run)).rejects.toThrow("no database");
    expect(run.context.cloud.state.buckets.size).toBe(0);
    expect(run.root.asked).toEqual(["trial", "close"]);
  });

  test("in its release gives up the root too, and reports no version", async () => {
    const run = runOf();
    run.context.cloud.fail("functions.publish", new Error("AWS is down"));
    await expect(start(run)).rejects.toThrow("AWS is down");
    expect(run.root.asked).toEqual(["trial", "release", "close"]);
    expect(run.context.reporter.outputs.size).toBe(0);
    expect(run.context.reporter.summaries).toEqual([]);
  });
});
