import { describe, expect, test } from "@jest/globals";
import { prepare } from "../../../../src/commands/build/prepare.ts";
import { readTree } from "../../../tree.ts";
import { fakeBuild, RACK } from "./fake-build.ts";

describe("a build", () => {
  test("begins by looking at the app and at Ruby, and stages the app; nothing is installed", async () => {
    const { context, root, events, reporter } = fakeBuild({
      env: { BUNDLE_WITHOUT: "development" },
    });
    const { ruby, settings, staged } = await prepare(context, root);
    expect(events).toEqual(["# Look at the app", "# Look at Ruby", "# Inject"]);
    expect(ruby).toMatchObject({ version: "3.3.8", bundlerVersion: "2.5.22" });
    expect(settings.running).toEqual({ BUNDLE_WITHOUT: "development:test" });
    expect(staged.app.server.name).toBe("puma");
    expect(readTree(root.backing)["app/config.ru"]).toBe(RACK["config.ru"]);
    expect(reporter.infos).toContain("puma 6.4.3: from the bundle");
    expect(reporter.infos.find((line) => line.startsWith("Ruby 3.3.8"))).toMatch(
      /^Ruby 3\.3\.8 in \/.*\/bin\/ruby, Bundler 2\.5\.22$/,
    );
  });

  test("reads the app's folder with the job's variables and Bundler's settings", async () => {
    const { context, root } = fakeBuild({
      files: {
        "config.ru": "",
        "gems.rb": 'gem "rack"\n',
        "gems.locked": RACK["Gemfile.lock"] ?? "",
        ".bundle/config": '---\nBUNDLE_WITHOUT: "test"\n',
      },
    });
    const { settings, staged } = await prepare(
      { ...context, machine: { ...context.machine, environment: { BUNDLE_GEMFILE: "gems.rb" } } },
      root,
    );
    expect(staged.app.gemfile).toBe("gems.rb");
    expect(settings.running.BUNDLE_WITHOUT).toBe("test");
  });

  test("masks the credentials in Bundler's settings before any program is started", async () => {
    const { context, root, reporter } = fakeBuild({
      files: { ...RACK, ".bundle/config": '---\nBUNDLE_A__EXAMPLE: "user:planted-app"\n' },
    });
    const { run } = context.shell;
    const told: string[] = [];
    const noting = (shell: typeof context.shell): typeof context.shell => ({
      run(command, onLine) {
        told.push(...reporter.told.splice(0), "a program");
        return shell.run(command, onLine);
      },
    });
    const environment = { BUNDLE_B__EXAMPLE: "planted-job" };
    const machine = { ...context.machine, environment };
    await prepare({ ...context, machine, shell: noting({ run }) }, root);
    const secrets = ["planted-app", "planted-job"].map((one) => told.indexOf(`secret: ${one}`));
    for (const at of secrets) expect(at).toBeGreaterThanOrEqual(0);
    expect(told.indexOf("a program")).toBeGreaterThan(Math.max(...secrets));
  });

  test("warns of what cannot work on Lambda before Ruby is looked at", async () => {
    const { context, root, events, reporter } = fakeBuild({
      env: { "INPUT_SERVER-COMMAND": "bundle exec thin start -d -S {socket} -R {rackup}" },
    });
    const failing = { ...context, shell: { run: () => Promise.reject(new Error("no Ruby")) } };
    await expect(prepare(failing, root)).rejects.toThrow("no Ruby");
    expect(reporter.warnings).toHaveLength(1);
    expect(events.at(-1)).toBe("# Look at Ruby");
  });
});
