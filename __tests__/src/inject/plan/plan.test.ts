import { describe, expect, test } from "@jest/globals";
import { INITIALIZER } from "../../../../src/inject/plan/added-files.ts";
import { planInjection } from "../../../../src/inject/plan/plan.ts";
import { INITIALIZER_PATH } from "../../../../src/inject/sources.ts";
import { givenApp, givenSources, LOCKFILE, ruby } from "./given.ts";

const paths = ({ edits }: ReturnType<typeof planInjection>) => edits.map(({ path }) => path);

describe("the plan", () => {
  test.each(["on", "report"] as const)("edits a Rails app: inject: %s", (mode) => {
    const plan = planInjection(givenApp(), givenSources(), mode);
    expect(paths(plan)).toEqual([
      "Gemfile",
      "Gemfile.lock",
      "config/initializers/zz_megamode.rb",
      ".megamode/config.ru",
      ".megamode/puma.rb",
    ]);
    // None of its gems is locked for one platform alone: nobody has to ask for others.
    expect(plan).toMatchObject({ missing: "nothing", requires: [], notices: [] });
  });

  test("edits a Rack app as Rails', without the initializer", () => {
    const app = givenApp({ kind: "rack", server: { name: "falcon", version: "0.51.0" } });
    expect(paths(planInjection(app, givenSources(), "on"))).toEqual([
      "Gemfile",
      "Gemfile.lock",
      ".megamode/config.ru",
    ]);
  });

  test("edits no file of the app for `inject: off`", () => {
    const lockfile = LOCKFILE.replace("arm64-darwin-23", "ruby");
    const plan = planInjection(givenApp(), givenSources({ lockfile }), "off");
    expect(paths(plan)).not.toContain("Gemfile");
    expect(plan.requires).not.toEqual([]);
  });

  test("edits only those gemspecs and evaluated files that need it", () => {
    const gemspecs = [ruby("a = `git ls-files`\n", "a.gemspec"), ruby("b = 1\n", "b.gemspec")];
    const evaluated = [ruby('ruby "3.3.0"\n', "c.rb"), ruby('gem "d"\n', "d.rb")];
    const plan = planInjection(givenApp(), givenSources({}, { gemspecs, evaluated }), "on");
    expect(paths(plan).slice(0, 4)).toEqual(["Gemfile", "c.rb", "Gemfile.lock", "a.gemspec"]);
  });

  test("has no edit of what was injected before", () => {
    const { edits } = planInjection(givenApp(), givenSources(), "on");
    const edited = (path: string) => edits.find((edit) => edit.path === path)!.after;
    const again = givenSources(
      { gemfile: edited("Gemfile"), lockfile: edited("Gemfile.lock") },
      { initializer: edited(INITIALIZER_PATH) },
    );
    expect(paths(planInjection(givenApp(), again, "on"))).toEqual([
      ".megamode/config.ru",
      ".megamode/puma.rb",
    ]);
  });

  test("replaces an older initializer of ours", () => {
    const sources = givenSources({}, { initializer: "# older\n" });
    const { edits } = planInjection(givenApp(), sources, "on");
    expect(edits.find(({ path }) => path === INITIALIZER_PATH)).toMatchObject({
      before: "# older\n",
      after: INITIALIZER,
    });
  });

  test("tells the owner of an app without a lockfile to commit one", () => {
    const plan = planInjection(givenApp(), givenSources({ lockfile: undefined }), "on");
    expect(plan.missing).toBe("lockfile");
    expect(plan.notices).toEqual([expect.stringContaining("The app has no `Gemfile.lock`:")]);
  });

  test("has Bundler lock Puma where it is added", () => {
    const texts = {
      gemfile: 'gem "railties"\n',
      lockfile: LOCKFILE.replaceAll(/^ +puma.*\n/gm, ""),
    };
    const plan = planInjection(givenApp({ locked: new Map() }), givenSources(texts), "on");
    expect([plan.missing, plan.notices]).toEqual(["gem", []]);
    expect(plan.edits[0]?.after).toMatch(/\ngem "puma"\n$/);
  });
});
