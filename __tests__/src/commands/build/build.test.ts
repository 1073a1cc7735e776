import { createHash } from "node:crypto";
import { appendFileSync, chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { unpackArchive } from "../../../../src/bundle/archive/unpack.ts";
import type { Built, BuiltArchive } from "../../../../src/bundle/built.ts";
import { compiledName } from "../../../../src/bundle/compile-cache/compiled-files.ts";
import { build } from "../../../../src/commands/build/build.ts";
import type { Command } from "../../../../src/ports/shell.ts";
import { typed } from "../../../fakes/shell.ts";
import { readTree, tree, writeTree } from "../../../tree.ts";
import { earlierBuild, finds } from "./earlier.ts";
import { BOOTSNAP, type FakeBuild, fakeBuild, RACK, RACK_GEM } from "./fake-build.ts";

type Options = Parameters<typeof fakeBuild>[0] & object;

const compiledOf = (path: string) =>
  `cache/bootsnap/compile-cache-iseq/${compiledName(`/tmp/mm/${path}`)}`;
const GEM = "gems/ruby/3.3.0/gems/rack-3.1.0/lib/rack.rb";

async function filesIn({ folder, ref }: BuiltArchive): Promise<readonly string[]> {
  const into = tree();
  await unpackArchive({ ...ref, folder }, into);
  return Object.keys(readTree(into));
}

/** Builds on the gems and Ruby of an earlier build. */
async function buildOnEarlier(options: Options = {}, gems = RACK_GEM) {
  const found = await earlierBuild(gems);
  const fake = fakeBuild({
    ...options,
    more: { ...options.more, earlierBuilds: finds(found) },
  });
  return { ...fake, found, built: await build(fake.context, fake.root) };
}

/** Bootsnap compiles these, and a cache that is compiled again is the same. */
const compiles =
  (...paths: readonly string[]): NonNullable<Options["does"]> =>
  ({ args, file }, backing) => {
    const write = (folder: string, some: readonly string[]) => {
      const files = some.map((path) => [compiledOf(path).replace("cache", folder), "compiled"]);
      writeTree(backing, Object.fromEntries(files));
    };
    if (args.includes("/tmp/mm/run/server.sock")) write("cache", paths);
    if (args.includes("/tmp/mm/cache/sources")) {
      const ofApp = file !== "env";
      write(
        "cache/alone",
        paths.filter((path) => path.startsWith("app/") === ofApp),
      );
    }
    return undefined;
  };

describe("a build of new gems", () => {
  let built: Built;
  let fake: FakeBuild;
  beforeAll(async () => {
    fake = fakeBuild({
      files: BOOTSNAP,
      does: compiles(GEM, "app/config.ru"),
      more: { earlierBuilds: finds(undefined) },
    });
    built = await build(fake.context, fake.root);
  });

  test("prepares, vendors, packages, compiles and packs, in this order", () => {
    expect(fake.events).toEqual([
      "# Look at the app",
      "# Look at Ruby",
      "# Inject",
      "# Look for an earlier build of the same gems and Ruby",
      "# Vendor gems",
      "bundle install",
      "# Prune gems",
      "# Package Ruby",
      "# Compile by bootsnap",
      expect.stringContaining("/tmp/mm/run/server.sock"),
      expect.stringMatching(/^\/tmp\/mm\/bin\/ruby .*\/tmp\/mm\/cache\/sources$/),
      expect.stringMatching(/^env -i .*\/tmp\/mm\/cache\/sources$/),
      "# Pack",
      "# Largest parts, unpacked",
    ]);
  });

  test("makes three archives, each with its own compiled files", async () => {
    expect(built.archives.map(({ ref }) => ref.name)).toEqual(["ruby", "gems", "app"]);
    const [ruby, gems, app] = await Promise.all(built.archives.map(filesIn));
    expect(ruby).toEqual(expect.arrayContaining(["bin/ruby", "lib/ruby/3.3.0/set.rb"]));
    expect(gems?.filter((path) => path.startsWith("cache/"))).toEqual([compiledOf(GEM)]);
    expect(gems).toContain(GEM);
    expect(app?.filter((path) => path.startsWith("cache/"))).toEqual([compiledOf("app/config.ru")]);
    expect(app).toContain("app/.megamode/config.ru");
  });

  test("says what it built, for the reader and for later builds", () => {
    expect(built).toMatchObject({
      label: "Rack",
      assets: [],
      describes: "Ruby 3.3.8, gems from Bundler.",
      injectionDiff: expect.stringContaining("+++ b/Gemfile"),
      forLaterBuilds: {
        recipe: expect.stringMatching(/^[0-9a-f]{64}$/),
        ruby: expect.objectContaining({ version: "3.3.8" }),
      },
    });
    expect(fake.reporter.infos).toContainEqual(expect.stringMatching(/gem: rack 3\.1\.0 \(9 B/));
  });

  test("has a manifest of the archives and of the server, which reads the compile cache", () => {
    const { archives, server, healthCheck, label } = built.manifest;
    expect(archives).toEqual(built.archives.map(({ ref }) => ref));
    expect([healthCheck, label]).toEqual([{ path: "/" }, "Rack"]);
    expect(server.argv.slice(0, 3)).toEqual([
      "/tmp/mm/bin/ruby",
      "-r/tmp/mm/app/.megamode/gem/lib/megamode/collections.rb",
      "-rbundler/setup",
    ]);
    expect(server.env).toMatchObject({
      LANG: "C.UTF-8",
      BUNDLE_GEMFILE: "/tmp/mm/app/Gemfile",
      BUNDLER_VERSION: "2.5.22",
      BUNDLE_WITHOUT: "development:test",
    });
    expect(server.defaults).toMatchObject({
      RACK_ENV: "production",
      BOOTSNAP_CACHE_DIR: "/tmp/mm/cache",
    });
  });
});

describe("a build on an earlier one", () => {
  test("takes its archives as they are, and is not recorded once more", async () => {
    const { built, found, events } = await buildOnEarlier();
    expect(events.filter((event) => event.startsWith("bundle"))).toEqual(["bundle check"]);
    expect(built.archives.slice(0, 2)).toEqual(found.archives);
    expect(built.describes).toBe("Ruby 3.3.8, gems from an earlier build.");
    expect(built.forLaterBuilds).toBeUndefined();
    expect(built.manifest.server.defaults.TZDIR).toBe("/tmp/mm/zoneinfo");
  });

  test("packs with the app what the earlier one had not compiled", async () => {
    const since = "gems/ruby/3.3.0/gems/rack-3.1.0/lib/since.rb";
    const gems = { ...RACK_GEM, [since]: "", [compiledOf(GEM)]: "compiled" };
    const { built } = await buildOnEarlier(
      { files: BOOTSNAP, does: compiles(GEM, since, "app/config.ru") },
      gems,
    );
    const files = await filesIn(built.archives[2]!);
    expect(files.filter((path) => path.startsWith("cache/")).sort()).toEqual(
      [compiledOf("app/config.ru"), compiledOf(since)].sort(),
    );
  });

  test("gives the app's own programs the Ruby that ships", async () => {
    const files = { ...RACK, "bin/tool": "#!/usr/bin/env ruby3.1\nputs 1\n" };
    const { root } = await buildOnEarlier({ files });
    expect(readTree(root.backing)["app/bin/tool"]).toBe("#!/tmp/mm/bin/ruby\nputs 1\n");
  });
});

describe("the build command", () => {
  const rails = {
    ...RACK,
    "config/application.rb": "module Shop\n  class Application < Rails::Application\n  end\nend\n",
    Gemfile: `${RACK.Gemfile}gem "rails"\ngem "propshaft"\n`,
    "Gemfile.lock": (RACK["Gemfile.lock"] ?? "").replace(
      "    puma",
      "    propshaft (1.1.0)\n    railties (8.0.0)\n    puma",
    ),
    "app/assets/a.css": "",
    Rakefile: "",
  };
  /** What a Ruby that loads the Rakefile is told to do. */
  const asked = (ran: readonly Command[]) =>
    ran.flatMap(({ args }) =>
      args.some((arg) => arg.includes("Rake.application")) ? [args.at(-1)] : [],
    );
  const rakes =
    (status: number, output = "") =>
    ({ args }: Command) =>
      asked([{ args } as Command]).length > 0 ? { status, output } : undefined;

  test("is Rake's task, if the app has it: one Ruby asks and runs it", async () => {
    const { ran, events } = await buildOnEarlier({ files: rails });
    expect(asked(ran)).toEqual(["run"]);
    expect(events).not.toContainEqual(expect.stringMatching(/bin\/rails|npm/));
    expect(asked((await buildOnEarlier({ files: { ...RACK, Rakefile: "" } })).ran)).toEqual([
      "run",
    ]);
    expect(asked((await buildOnEarlier()).ran)).toEqual([]);
  });

  test.each([
    [
      "the task fails",
      1,
      "rake aborted!",
      "`rake assets:precompile` failed with exit status 1:\nrake aborted!",
    ],
    ["the Rakefile does", 95, "LoadError: rubocop", "The app's Rakefile raises an error"],
  ])("ends the build of an app with assets if %s", async (_, status, output, message) => {
    const failing = buildOnEarlier({ files: rails, does: rakes(status, output) });
    await expect(failing).rejects.toThrow(message);
  });

  test("is nothing, with a warning, where the Rakefile of an app without assets fails", async () => {
    const files = { ...RACK, Rakefile: "" };
    const { reporter } = await buildOnEarlier({ files, does: rakes(95, "LoadError: rubocop") });
    expect(reporter.warnings.join("\n")).toContain("LoadError: rubocop");
    const { reporter: silent } = await buildOnEarlier({ files, does: rakes(93) });
    expect(silent.warnings).toEqual([]);
  });

  test("is nothing, with a warning, where a Rails app with assets has no Rakefile", async () => {
    const { Rakefile: _, ...files } = rails;
    const { ran, reporter } = await buildOnEarlier({ files });
    expect(asked(ran)).toEqual([]);
    expect(reporter.warnings).toEqual([expect.stringContaining("no `Rakefile`")]);
  });

  const packages = { "package.json": '{"dependencies":{"a":"1"}}', "package-lock.json": "{}" };

  test("comes after the JavaScript packages, which are installed only if something is built", async () => {
    const path = tree({ npm: "#!/bin/sh\n" });
    chmodSync(join(path, "npm"), 0o755);
    const npm = (ran: readonly Command[]) => ran.filter(({ file }) => file === "npm");
    const buildWith = (
      files: Record<string, string>,
      does: NonNullable<Options["does"]>,
      env = {},
    ) => buildOnEarlier({ files: { ...files, ...packages }, does, env, path });
    const built = await buildWith(rails, ({ args }) =>
      args.at(-1) === "ask" ? { status: 94 } : undefined,
    );
    expect(asked(built.ran)).toEqual(["ask", "run"]);
    expect(npm(built.ran)).toHaveLength(1);
    const builds = built.ran.find(({ args }) => args.at(-1) === "run");
    expect(builds?.env).toMatchObject({
      ...{ SKIP_YARN_INSTALL: "1", YARN_PRODUCTION: "false", npm_config_include: "dev" },
    });
    expect(npm((await buildWith(rails, rakes(93))).ran)).toEqual([]);
    const by = (command: string) =>
      buildWith(RACK, () => undefined, { "INPUT_BUILD-COMMAND": command });
    expect(npm((await by("make")).ran)).toHaveLength(1);
    expect(npm((await by("npm ci && make")).ran)).toEqual([]);
  });

  test("has the stage's variables; what installs JavaScript packages has not", async () => {
    const path = tree({ npm: "#!/bin/sh\n" });
    chmodSync(join(path, "npm"), 0o755);
    const env = { INPUT_ENVIRONMENT: "STRIPE_KEY=key", "INPUT_BUILD-COMMAND": "make" };
    const { ran } = await buildOnEarlier({ files: { ...RACK, ...packages }, env, path });
    const [installs] = ran.filter(({ file }) => file === "npm");
    const [builds] = ran.filter(({ file }) => file === "sh");
    expect(installs?.env).not.toHaveProperty("STRIPE_KEY");
    expect(builds?.env).toMatchObject({ STRIPE_KEY: "key" });
  });

  test("is Hanami's own where Rake has none", async () => {
    const files = {
      ...RACK,
      "Gemfile.lock": (RACK["Gemfile.lock"] ?? "").replace(
        "    puma",
        "    hanami-assets (2.1.0)\n    puma",
      ),
    };
    const hanami = (ran: readonly Command[]) =>
      ran.map(typed).filter((line) => line.endsWith("assets compile"));
    expect(hanami((await buildOnEarlier({ files })).ran)).toEqual([]);
    const config = { ...files, "config/assets.js": "" };
    expect(hanami((await buildOnEarlier({ files: config })).ran)).toHaveLength(1);
    const withRakefile = { ...config, Rakefile: "" };
    const noTask = await buildOnEarlier({ files: withRakefile, does: rakes(93) });
    expect(hanami(noTask.ran)).toHaveLength(1);
    expect(hanami((await buildOnEarlier({ files: withRakefile })).ran)).toEqual([]);
  });

  test("makes URLs relative below `public/`, of the app's own files only if it may be edited", async () => {
    const files = { ...RACK, "public/a.svg": "", "public/own.css": "a{b:url(/a.svg)}" };
    const built = { ...files, "public/made.css": files["public/own.css"] };
    const run = async (env: Record<string, string>) => {
      const does = ({ file }: Command, backing: string) => {
        if (file === "sh") writeTree(backing, { "app/public/made.css": built["public/made.css"] });
        return undefined;
      };
      const { root } = await buildOnEarlier({
        files,
        does,
        env: { "INPUT_BUILD-COMMAND": "make", ...env },
      });
      const { "app/public/own.css": own, "app/public/made.css": made } = readTree(root.backing);
      return [own, made];
    };
    expect(await run({})).toEqual(["a{b:url(a.svg)}", "a{b:url(a.svg)}"]);
    expect(await run({ INPUT_INJECT: "off" })).toEqual(["a{b:url(/a.svg)}", "a{b:url(a.svg)}"]);
  });

  test("keeps a stylesheet whose digest a template of the app holds", async () => {
    const css = "a{b:url(/a.svg)}";
    const digest = `sha256-${createHash("sha256").update(css).digest("base64")}`;
    const files = { ...RACK, "public/a.svg": "", "public/own.css": css, "views/x.erb": digest };
    const { root } = await buildOnEarlier({ files });
    expect(readTree(root.backing)["app/public/own.css"]).toBe(css);
  });

  test("changes nothing where `public/` has become a link that leads out of the app", async () => {
    const elsewhere = tree({ "a.svg": "", "a.css": "a{b:url(/a.svg)}" });
    await buildOnEarlier({
      env: { "INPUT_BUILD-COMMAND": "make" },
      does: ({ file }, backing) => {
        if (file === "sh") symlinkSync(elsewhere, join(backing, "app/public"));
        return undefined;
      },
    }).catch(() => undefined); // Such a link is not packed.
    expect(readTree(elsewhere)["a.css"]).toBe("a{b:url(/a.svg)}");
  });

  test("compiles the assets of a Rails app, which are then known by their digests", async () => {
    const { ran, built, events } = await buildOnEarlier({
      files: rails,
      env: { INPUT_ENVIRONMENT: "RAILS_MASTER_KEY=key\nREDIS_URL=redis://cache" },
      does: ({ args }, backing) => {
        const assets = "app/public/assets";
        if (args.at(-1) === "run") {
          writeTree(backing, {
            [`${assets}/.manifest.json`]: '{"a.css":"a-1.css"}',
            [`${assets}/a-1.css`]: "a",
          });
        }
        return undefined;
      },
    });
    expect(events.indexOf("# Run `rake assets:precompile`, if the app has it")).toBeLessThan(
      events.indexOf("# Pack"),
    );
    const command = ran.find(({ args }) => args.at(-1) === "run");
    expect(command?.file).toBe("/tmp/mm/bin/ruby");
    expect(command?.env).toMatchObject({
      PATH: "/tmp/mm/bin:/usr/bin",
      RAILS_ENV: "production",
      RAILS_MASTER_KEY: "key",
      REDIS_URL: "redis://localhost/0",
      LANG: "C.UTF-8",
      TZDIR: "/tmp/mm/zoneinfo",
    });
    expect(command?.env).not.toHaveProperty("RUBYOPT");
    expect(built.assets).toEqual(["app/public/assets/a-1.css"]);
    expect(await filesIn(built.archives[2]!)).toContain("app/public/assets/a-1.css");
  });

  test("has Ruby read first what an app needs that is not edited, as the server has", async () => {
    const { ran, built } = await buildOnEarlier({ files: rails, env: { INPUT_INJECT: "off" } });
    const required = ran.find(({ args }) => args.at(-1) === "run")?.env?.RUBYOPT;
    expect(required).toMatch(/^-r\/tmp\/mm\/app\/\.megamode\//);
    expect(built.manifest.server.argv[1]).toBe(required);
  });

  test("that fails ends the build", async () => {
    const failing = buildOnEarlier({
      env: { "INPUT_BUILD-COMMAND": "make" },
      does: ({ file }) => ({ status: file === "sh" ? 2 : 0 }),
    });
    await expect(failing).rejects.toThrow("`build-command` (`make`) failed with exit status 2");
  });
});

describe("what a build records for later ones", () => {
  const changes: readonly (readonly [string, string, (backing: string) => void])[] = [
    ["a gem's file", GEM, (dir) => appendFileSync(join(dir, GEM), "evil\n")],
    [
      "Ruby's library",
      "lib/ruby/3.3.0/set.rb",
      (dir) => writeTree(dir, { "lib/ruby/3.3.0/set.rb": "evil" }),
    ],
    ["a new file beside Ruby", "bin/git", (dir) => writeTree(dir, { "bin/git": "evil" })],
    [
      "a gem more",
      "gems/ruby/3.3.0/gems/evil-1",
      (dir) => mkdirSync(join(dir, "gems/ruby/3.3.0/gems/evil-1")),
    ],
  ];
  const record = async (change?: (backing: string) => void) => {
    const fake = fakeBuild({
      env: { "INPUT_BUILD-COMMAND": "ruby build.rb" },
      does: ({ file }, backing) => {
        if (file === "sh") change?.(backing);
        return undefined;
      },
      more: { earlierBuilds: finds(undefined) },
    });
    return { built: await build(fake.context, fake.root), reporter: fake.reporter };
  };

  test("is what its own code has not touched", async () => {
    const { built, reporter } = await record();
    expect(built.forLaterBuilds?.recipe).toMatch(/^[0-9a-f]{64}$/);
    expect(reporter.infos.join("\n")).not.toContain("Not kept");
  });

  test.each(changes)(
    "is nothing once the build command has changed %s, though that ships",
    async (_, path, change) => {
      const { built, reporter } = await record(change);
      expect(built.forLaterBuilds).toBeUndefined();
      expect(reporter.infos).toContain(
        `Not kept for later builds: since it was installed, the build has changed \`${path}\`.`,
      );
      const files = (await Promise.all(built.archives.slice(0, 2).map(filesIn))).flat();
      if (!path.endsWith("evil-1")) expect(files).toContain(path);
    },
  );
});

describe("the health-check path", () => {
  test("is the app's own, unless the input says another", async () => {
    const files = { ...RACK };
    const env = { "INPUT_HEALTH-CHECK-PATH": "/healthz" };
    const { built } = await buildOnEarlier({ files, env });
    expect(built.manifest.healthCheck.path).toBe("/healthz");
    expect((await buildOnEarlier()).built.manifest.healthCheck.path).toBe("/");
  });
});
