import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { compiledName } from "../../../../src/bundle/compile-cache/compiled-files.ts";
import { compile as compileWith } from "../../../../src/commands/build/compile.ts";
import { readMade } from "../../../../src/commands/build/made.ts";
import { stageVariables } from "../../../../src/commands/build/stage-variables.ts";
import type { Command } from "../../../../src/ports/shell.ts";
import { readTree, writeTree } from "../../../tree.ts";
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

  const GEM = "gems/ruby/3.3.0/gems/rack-3.1.0/lib/rack.rb";
  const PACK = ["cache/pack/code", "cache/pack/index"];
  const READS_PACK = "-r/tmp/mm/app/.megamode/gem/lib/megamode/code_pack.rb";

  /** Its server loads a gem, a file of the app and one that is not there; a pack is made of what was loaded. */
  const packs = ({ args }: Command, backing: string): undefined => {
    if (args.includes("/up")) {
      const loaded = [GEM, "app/config.ru", "gems/none.rb"].map((path) => `/tmp/mm/${path}\0`);
      writeTree(backing, { "cache/loaded": loaded.join(""), "app/db.sqlite3": "at its start" });
    }
    if (args.includes("/tmp/mm/cache/pack")) {
      expect(readFileSync(join(backing, "cache/sources"), "utf8")).toBe(`/tmp/mm/${GEM}`);
      writeTree(backing, Object.fromEntries(PACK.map((path) => [path, "compiled"])));
    }
  };
  const installed = (does = packs) => {
    const fake = fakeBuild({ does });
    writeTree(fake.root.backing, { [GEM]: "module Rack; end", "app/config.ru": "" });
    return fake;
  };

  test("without bootsnap: what its server loads of the gems is packed, and the app stays as it was", async () => {
    const { context, root, events } = installed();
    const { server: starts, ofGems } = await compile(context, root, app("rack"), server, MADE);
    expect(ofGems).toEqual(PACK);
    expect(starts).toEqual({ ...server, argv: ["/tmp/mm/bin/ruby", READS_PACK, "puma"] });
    expect(events).toEqual([
      "# Compile what the server loads",
      expect.stringContaining(" /tmp/mm/bin/ruby -r/tmp/mm/cache/record.rb puma"),
      expect.stringMatching(/^env -i .* \/tmp\/mm\/cache\/pack$/),
    ]);
    expect(Object.keys(readTree(root.backing)).sort()).toEqual(
      ["app/config.ru", ...PACK, GEM].sort(),
    );
  });

  test("without bootsnap is started by nobody where an earlier build's pack lies", async () => {
    const { context, root, events } = installed();
    writeTree(root.backing, { "cache/pack/index": "", "cache/pack/code": "" });
    const { server: starts, ofGems } = await compile(context, root, app("rack"), server, MADE);
    expect([starts.argv[1], ofGems, events]).toEqual([READS_PACK, [], []]);
  });

  test.each([
    ["of whom a first build is made", {}],
    ["where an earlier build's pack lies", { "cache/pack/index": "", "cache/pack/code": "" }],
  ])(
    "without bootsnap has a pack of its own files, which goes with the app: one %s",
    async (_, earlier) => {
      const lists: string[] = [];
      const { context, root } = installed((command, backing) => {
        const list = join(backing, "cache/sources");
        if (command.args.at(-1) === "/tmp/mm/cache/pack-of-app") {
          lists.push(readFileSync(list, "utf8"));
          writeTree(backing, { "cache/pack-of-app/index": "", "cache/pack-of-app/code": "" });
          return undefined;
        }
        return packs(command, backing);
      });
      writeTree(root.backing, {
        ...earlier,
        "app/a.rb": "",
        "app/lib/b.rb": "",
        "app/lib/b.erb": "",
        "app/.megamode/gem/lib/megamode.rb": "",
        "app/db/migrate/1_a.rb": "",
        "app/node_modules/x/a.rb": "",
        "app/tmp/cache/a.rb": "",
        "app/.env.rb/a.rb": "",
      });
      symlinkSync("/etc", join(root.backing, "app/etc"));
      const { server: starts, ofGems } = await compile(context, root, app("rack"), server, MADE);
      expect(lists).toEqual([
        [
          "/tmp/mm/app/.megamode/gem/lib/megamode.rb",
          "/tmp/mm/app/a.rb",
          "/tmp/mm/app/lib/b.rb",
        ].join("\0"),
      ]);
      expect(starts.argv).toEqual(["/tmp/mm/bin/ruby", READS_PACK, "puma"]);
      expect(ofGems.filter((path) => path.includes("of-app"))).toEqual([]);
      expect(Object.keys(readTree(root.backing))).toContain("cache/pack-of-app/index");
    },
  );

  test("of a server that the user's own command starts is not packed", async () => {
    const { context, root, events } = installed();
    const command = { ...server, argv: ["/bin/sh", "-c", "exec thin"] };
    const forLater = { recipe: "r", made: new Map() };
    expect(
      await compile(context, root, app("rack"), command, { packaged: PACKAGED, forLater }),
    ).toEqual({ server: command, ofGems: [], forLater });
    expect(events).toEqual([]);
  });

  test("with a bootsnap that it does not set up gets no pack where the user's own command would not read it", async () => {
    const { context, root, events } = installed();
    const command = { ...server, argv: ["/bin/sh", "-c", "exec thin"] };
    writeTree(root.backing, { "app/a.rb": "" });
    await compile(context, root, app("bootsnap"), command, MADE);
    expect(events.filter((event) => event.includes("/tmp/mm/cache/pack"))).toEqual([]);
  });

  test("of which nothing can be packed starts without a pack", async () => {
    const failing = installed((command, backing) => {
      packs(command, backing);
      return (command.file === "env" ? { status: 1 } : undefined) as undefined;
    });
    const { context, root } = failing;
    expect(await compile(context, root, app("rack"), server, MADE)).toMatchObject({
      server,
      ofGems: [],
    });
  });

  test("with bootsnap: what its server loads before it sets bootsnap up is packed, too", async () => {
    const { context, root } = installed((command, backing) => {
      if (command.args.includes("/up")) writeTree(backing, { "cache/bootsnap/a": "" });
      return packs(command, backing);
    });
    const { server: starts, ofGems } = await compile(context, root, app("bootsnap"), server, MADE);
    expect([starts.argv[1], ofGems]).toEqual([READS_PACK, PACK]);
    expect(starts.defaults).toHaveProperty("BOOTSNAP_CACHE_DIR");
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
