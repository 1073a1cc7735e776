import { describe, expect, test } from "@jest/globals";
import { compiledName } from "../../../../src/bundle/compile-cache/compiled-files.ts";
import { compile as compileWith } from "../../../../src/commands/build/compile.ts";
import { readMade } from "../../../../src/commands/build/made.ts";
import { stageVariables } from "../../../../src/commands/build/stage-variables.ts";
import { writeTree } from "../../../tree.ts";
import { PACKAGED } from "./earlier.ts";
import { fakeBuild } from "./fake-build.ts";

/** As a build does it. */
const compile = (...[context, root, app, server, gems]: Five) => {
  const { environment, buildEnvironment } = context.inputs;
  const variables = stageVariables(environment, buildEnvironment, []);
  return compileWith(context, root, app, server, gems, variables);
};
type Five = Parameters<typeof compileWith> extends [...infer First, unknown] ? First : never;

/** Nothing may be recorded. */
const MADE = { packaged: PACKAGED, forLater: undefined };

describe("an app's code", () => {
  const server = {
    argv: ["/tmp/mm/bin/ruby", "puma"],
    cwd: "/tmp/mm/app",
    env: {},
    defaults: { DISABLE_BOOTSNAP: "1" },
  };
  const app = (...gems: readonly string[]) => ({
    locked: new Map(gems.map((gem) => [gem, "1"])),
    healthCheckPath: "/up",
  });

  test("is not compiled without bootsnap", async () => {
    const { context, root, events } = fakeBuild();
    const forLater = { recipe: "r", made: new Map() };
    expect(
      await compile(context, root, app("rack"), server, { packaged: PACKAGED, forLater }),
    ).toEqual({ server, ofGems: [], forLater });
    expect(events).toEqual([]);
  });

  test("is compiled by the server that ships, which then reads the cache", async () => {
    const { context, root, ran } = fakeBuild({
      env: {
        INPUT_ENVIRONMENT: "TOKEN=of the stage\nDATABASE_URL=postgres://u:p@db/shop\nAA=stage",
        "INPUT_BUILD-ENVIRONMENT": "AA=build",
      },
      does: (_, backing) => {
        writeTree(backing, { "cache/bootsnap/a": "" });
        return undefined;
      },
    });
    const compiled = await compile(context, root, app("bootsnap"), server, MADE);
    expect(compiled.server.defaults).toEqual({
      BOOTSNAP_CACHE_DIR: "/tmp/mm/cache",
      BOOTSNAP_READONLY: "true",
    });
    expect(ran[0]?.args).toContain("/up");
    expect(ran[0]?.env).toMatchObject({
      TOKEN: "of the stage",
      DATABASE_URL: "postgres://localhost/none",
      AA: "build",
      BOOTSNAP_READONLY: "false",
    });
  });

  test("is asked at the path of the input where there is one", async () => {
    const { context, root, ran } = fakeBuild({ env: { "INPUT_HEALTH-CHECK-PATH": "/healthz" } });
    await compile(context, root, app("bootsnap"), server, MADE);
    expect(ran[0]?.args).toContain("/healthz");
  });

  test("that fills no cache starts without one", async () => {
    const { context, root } = fakeBuild();
    expect(await compile(context, root, app("bootsnap"), server, MADE)).toEqual({
      ...{ server, ofGems: [], forLater: undefined },
    });
  });

  /** Installs a bootsnap; the app's boot changes it or not, and what is compiled with it is there afterwards. */
  async function withBootsnap(code: string) {
    const cli = "gems/ruby/3.3.0/gems/bootsnap-1/lib/bootsnap/cli.rb";
    const { context, root, reporter } = fakeBuild({
      does: ({ args, file }, backing) => {
        if (args.includes("/up")) writeTree(backing, { [cli]: code, ...ISEQ });
        // What a changed compiler would do last: it covers its traces.
        if (file === "env") {
          writeTree(backing, {
            [cli]: "bootsnap",
            "cache/alone/bootsnap/compile-cache-iseq/00/1": "x",
          });
        }
        return undefined;
      },
    });
    writeTree(root.backing, { [cli]: "bootsnap", "bin/ruby": "ELF", "lib/a": "" });
    const forLater = { recipe: "r", made: await readMade(root, PACKAGED) };
    const made = await compile(context, root, app("bootsnap"), server, {
      packaged: PACKAGED,
      forLater,
    });
    return { ...made, infos: reporter.infos };
  }
  const ISEQ = {
    [`cache/bootsnap/compile-cache-iseq/${compiledName("/tmp/mm/lib/a")}`]: "compiled",
  };

  test("of gems is kept for later builds where those were unchanged when it was compiled", async () => {
    const { forLater, ofGems } = await withBootsnap("bootsnap");
    expect(forLater?.recipe).toBe("r");
    expect(ofGems).toEqual(["cache/bootsnap/compile-cache-iseq/00/1"]);
  });

  test("of gems is not kept where the app had changed what compiles it, even if that puts itself right", async () => {
    const { forLater, infos } = await withBootsnap("evil");
    expect(forLater).toBeUndefined();
    expect(infos).toContainEqual(
      expect.stringMatching(/^Not kept for later builds: .*\/cli\.rb`\.$/),
    );
  });
});
