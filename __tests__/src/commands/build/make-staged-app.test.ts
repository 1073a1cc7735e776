import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { prepare } from "../../../../src/commands/build/prepare.ts";
import { readTree, writeTree } from "../../../tree.ts";
import { fakeBuild, lockfile, RACK } from "./fake-build.ts";
import { PLATFORM } from "./hand-made-ruby.ts";

/** Stages an app as every build does. */
async function stage(options: Parameters<typeof fakeBuild>[0]) {
  const build = fakeBuild(options);
  const { staged } = await prepare(build.context, build.root);
  return { ...build, staged, app: readTree(join(build.root.backing, "app")) };
}

describe("the staged app", () => {
  test("is a copy with our rackup file and gem; the checkout is not touched", async () => {
    const { context, staged, app, events } = await stage({});
    expect(app["config.ru"]).toBe(RACK["config.ru"]);
    expect(app.Gemfile).toContain('gem "megamode", path: ".megamode/gem"');
    expect(Object.keys(app)).toEqual(
      expect.arrayContaining([".megamode/config.ru", ".megamode/gem/megamode.gemspec"]),
    );
    expect(staged.diff).toContain("+++ b/.megamode/config.ru");
    expect(staged.requires).toEqual([]);
    expect(readTree(context.inputs.workingDirectory)).toEqual(RACK);
    expect(events.some((event) => event.startsWith("bundle"))).toBe(false);
  });

  test("is shown to its owner line by line, without secrets", async () => {
    const { reporter, staged } = await stage({
      files: { ...RACK, "app/views/a.erb": '<a href="/about">' },
    });
    expect(
      staged.diff
        .trimEnd()
        .split("\n")
        .every((line) => reporter.infos.includes(line)),
    ).toBe(true);
    expect(staged.diff).toContain("# app/views/a.erb: left as it is");
  });

  test("has Bundler write the lockfile that it lacks, and says so", async () => {
    const { app, staged, events, reporter } = await stage({
      files: { "config.ru": "", Gemfile: 'gem "rack"\ngem "puma"\n' },
      does: (_, backing) => {
        writeTree(backing, { "app/Gemfile.lock": lockfile("rack (3.1.0)") });
        return undefined;
      },
    });
    expect(events).toContain("bundle lock");
    expect(app["Gemfile.lock"]).toContain("rack (3.1.0)");
    expect(staged.diff).toContain("+++ b/Gemfile.lock");
    expect(reporter.notices).toEqual([expect.stringContaining("no `Gemfile.lock`")]);
  });

  test("has Bundler add this machine's platform", async () => {
    const mac = lockfile("nokogiri (1.18.10-arm64-darwin)", "puma (6.4.3)").replace(
      "  aarch64-linux\n  x86_64-linux\n",
      "  arm64-darwin\n",
    );
    const files = { ...RACK, "Gemfile.lock": mac };
    const { events } = await stage({ files });
    expect(events).toContain(`bundle lock --add-platform ${PLATFORM}`);
  });

  test("is warned about where it wants another Ruby", async () => {
    const files = { ...RACK, Gemfile: `ruby "3.4.1"\n${RACK.Gemfile}` };
    const { reporter } = await stage({ files });
    expect(reporter.warnings).toEqual([expect.stringContaining("3.4.1")]);
    expect((await stage({})).reporter.warnings).toEqual([]);
  });

  test("is not edited with `inject: off`; what it needs is read first by every Ruby", async () => {
    const application = "module Shop\n  class Application < Rails::Application\n  end\nend\n";
    const files = { ...RACK, "config/application.rb": application };
    const { app, staged } = await stage({ files, env: { INPUT_INJECT: "off" } });
    expect(app).toMatchObject(files);
    expect(staged.requires).toEqual([expect.stringMatching(/^\/tmp\/mm\/app\/\.megamode\//)]);
  });

  test("gets a server where the bundle's own is in a group that is not deployed", async () => {
    const grouped = 'gem "rack"\ngem "puma", group: :development\n';
    const files = { ...RACK, Gemfile: grouped };
    expect((await stage({ files })).app.Gemfile).toMatch(/^gem "puma"$/m);
    const all = { BUNDLE_WITH: "development" };
    const { context, root } = fakeBuild({ files });
    const machine = { ...context.machine, environment: all };
    await prepare({ ...context, machine }, root);
    expect(readTree(join(root.backing, "app")).Gemfile).not.toMatch(/^gem "puma"$/m);
  });
});
