import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { detectApp } from "../../../../src/app/detect.ts";
import { UserError } from "../../../../src/errors.ts";
import { applyInjection } from "../../../../src/inject/apply.ts";
import { renderDiff } from "../../../../src/inject/diff.ts";
import type { Injection } from "../../../../src/inject/injection.ts";
import { withResolvedLockfile } from "../../../../src/inject/lockfile/resolved.ts";
import { planInjection } from "../../../../src/inject/plan/plan.ts";
import { readSources } from "../../../../src/inject/sources.ts";

const LOCKFILE = `GEM
  remote: https://me:hunter2@gems.example.com/
  specs:
    puma (8.0.2)
    railties (7.2.4)

PLATFORMS
  arm64-darwin-23

DEPENDENCIES
  puma
  railties
`;

let dir: string;
let app: string;
const none = { include: [], exclude: [] };
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "megamode-plan-"));
  app = join(dir, "shop");
  write("shop/config.ru", "run Rails.application\n");
  write("shop/Gemfile", 'source "https://me:hunter2@gems.example.com"\nruby "3.3.0"\ngem "puma"\n');
  write("shop/Gemfile.lock", LOCKFILE);
  write("shop/config/application.rb", "class Application < Rails::Application\nend\n");
  write("gem/megamode.gemspec", 'Gem::Specification.new { |s| s.version = "0.1.0" }\n');
  write("gem/lib/megamode.rb", "module Megamode; end\n");
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), text);
}

async function plan(folder = app, mode: "on" | "off" = "on"): Promise<Injection> {
  const found = await detectApp(folder);
  return planInjection(
    found,
    await readSources(found, {
      gemDir: join(dir, "gem"),
      platform: "x86_64-linux",
      without: ["development", "test"],
    }),
    mode,
  );
}

async function inject(name: string, globs = none) {
  return await applyInjection(await detectApp(app), await plan(), join(dir, name), globs);
}

describe("the plan", () => {
  test("of a Rails app", async () => {
    const { edits, folders, missing } = await plan();
    expect(edits.map(({ path }) => path)).toEqual([
      "Gemfile",
      "Gemfile.lock",
      "config/initializers/zz_megamode.rb",
      ".megamode/config.ru",
      ".megamode/puma.rb",
    ]);
    // None of its gems is locked for one platform alone: nobody has to ask for others.
    expect([folders, missing]).toEqual([["log", "storage", "tmp", "tmp/pids"], "nothing"]);
    expect(edits[1]?.after).toContain("PLATFORMS\n  arm64-darwin-23\n  x86_64-linux\n");
  });

  test("of a Rack app without a lockfile", async () => {
    rmSync(join(app, "config"), { recursive: true });
    rmSync(join(app, "Gemfile.lock"));
    const { edits, folders, missing } = await plan();
    expect(edits.map(({ path }) => path)).toEqual([
      "Gemfile",
      ".megamode/config.ru",
      ".megamode/puma.rb",
    ]);
    expect([folders, missing]).toEqual([["log", "tmp", "tmp/pids"], "lockfile"]);
  });

  test("of a rackup file alone: a Gemfile with Rack, Puma and our gem, for Bundler to lock", async () => {
    for (const path of ["config", "Gemfile", "Gemfile.lock"]) {
      rmSync(join(app, path), { recursive: true });
    }
    const { edits, missing } = await plan();
    expect([edits[0]?.before, missing]).toEqual([undefined, "lockfile"]);
    expect(edits[0]?.after).toBe(
      'source "https://rubygems.org"\ngem "rack"\n# Added by megamode-deploy: lets the app run on AWS Lambda.\n' +
        'gem "megamode", path: ".megamode/gem"\ngem "puma"\n',
    );
  });

  test("adds Puma where no group that is deployed has a server, and says so", async () => {
    const gemfile = 'group :development do\n  gem "puma", "~> 8.0"\nend\n';
    write("shop/Gemfile", gemfile);
    const locked = await plan();
    expect([locked.edits[0]?.after.split("\n").at(-2), locked.missing]).toEqual([
      'gem "puma", "~> 8.0"',
      "nothing",
    ]);
    expect(locked.edits[0]?.reason).toContain("Puma");
    write("shop/Gemfile", 'gem "railties"\n');
    write("shop/Gemfile.lock", LOCKFILE.replaceAll(/^ +puma.*\n/gm, ""));
    expect((await plan()).missing).toBe("gem");
    write(
      "shop/Gemfile.lock",
      LOCKFILE.replaceAll(/^ +puma.*\n/gm, "").replace("arm64-darwin-23", "ruby"),
    );
    await expect(plan(app, "off")).rejects.toThrow("no server");
  });

  test("of an app that is not to be edited: new files in our own folder, and Ruby is told of them", async () => {
    write("shop/Gemfile.lock", `${LOCKFILE}`.replace("arm64-darwin-23", "x86_64-linux"));
    const { edits, requires, missing } = await plan(app, "off");
    expect(edits.map(({ path, before }) => [path, before])).toEqual([
      [".megamode/config.ru", undefined],
      [".megamode/puma.rb", undefined],
      [".megamode/outside.rb", undefined],
      [".megamode/settings.rb", undefined],
    ]);
    expect([requires, missing]).toEqual([["/tmp/mm/app/.megamode/outside.rb"], "nothing"]);
  });

  test("cannot leave an app unedited whose lockfile has to be written", async () => {
    await expect(plan(app, "off")).rejects.toThrow("names no gems for `x86_64-linux`");
    rmSync(join(app, "Gemfile.lock"));
    await expect(plan(app, "off")).rejects.toThrow("has no `Gemfile.lock`");
  });

  test("has Bundler add a platform whose gems are others, and takes no other version from it", async () => {
    const suffixed = LOCKFILE.replace("puma (8.0.2)", "puma (8.0.2-arm64-darwin)");
    write("shop/Gemfile.lock", suffixed);
    const planned = await plan();
    expect(planned.missing).toBe("platform");
    const { after = "" } = planned.edits.find(({ path }) => path === "Gemfile.lock") ?? {};
    const bundlers = after.replace("    puma", "    puma (8.0.2)\n    puma");
    const resolved = withResolvedLockfile(planned, "Gemfile.lock", bundlers, "x86_64-linux");
    expect(resolved.edits.find(({ path }) => path === "Gemfile.lock")?.after).toBe(bundlers);
    expect(() =>
      withResolvedLockfile(
        planned,
        "Gemfile.lock",
        after.replace("railties (7.2.4)", "railties (7.2.5)"),
        "x86_64-linux",
      ),
    ).toThrow("railties 7.2.4 -> 7.2.5");
  });

  test("shows the lockfile that Bundler made where the app has none", async () => {
    rmSync(join(app, "Gemfile.lock"));
    const planned = await plan();
    expect(planned.notices.join()).toContain("has no `Gemfile.lock`");
    const { edits } = withResolvedLockfile(planned, "Gemfile.lock", LOCKFILE, "x86_64-linux");
    expect(edits.at(-1)).toMatchObject({
      path: "Gemfile.lock",
      before: undefined,
      after: LOCKFILE,
    });
  });

  test("of a Gemfile that is not UTF-8 is an error that names it", async () => {
    writeFileSync(join(app, "Gemfile"), Buffer.from('gem "puma" # gr\xfc\xdfe\n', "latin1"));
    await expect(plan()).rejects.toThrow("`Gemfile` is not UTF-8.");
  });
});

describe("the staged app", () => {
  test("has the edits, our gem and the folders; the checkout is as it was", async () => {
    const before = execFileSync("tar", ["-c", "shop"], { cwd: dir });
    const staged = await inject("staged");
    expect(execFileSync("tar", ["-c", "shop"], { cwd: dir }).equals(before)).toBe(true);
    for (const { path, after } of staged.injection.edits) {
      expect(readFileSync(join(staged.dir, path), "utf8")).toBe(after);
    }
    expect(
      execFileSync("find", [".", "-type", "d"], { cwd: staged.dir, encoding: "utf8" }),
    ).toContain("./tmp/pids\n");
    expect(readFileSync(join(staged.dir, ".megamode/gem/lib/megamode.rb"), "utf8")).toBe(
      "module Megamode; end\n",
    );
  });

  test("is the same, modes and times included, when it is injected again", async () => {
    const first = await inject("first");
    cpSync(first.dir, join(dir, "copy"), { recursive: true });
    app = join(dir, "copy");
    const second = await inject("second");
    const list = (folder: string) =>
      execFileSync("find", [".", "-printf", "%p %m %T@ %s\n"], { cwd: folder, encoding: "utf8" })
        .replace(/^(\. \S+ \S+ )\d+$/m, "$1")
        .split("\n")
        .sort();
    expect(list(second.dir)).toEqual(list(first.dir));
    expect(second.injection.edits.map(({ path }) => path)).toEqual([
      ".megamode/config.ru",
      ".megamode/puma.rb",
    ]);
  });

  test("cannot lack a file that is edited", async () => {
    const error = await inject("staged", { include: [], exclude: ["Gemfile.lock"] } as never).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toContain("`Gemfile.lock`");
  });

  test("is not made of a plan for another Gemfile", async () => {
    const injection = await plan();
    write("shop/Gemfile", 'gem "puma"\n');
    const found = await detectApp(app);
    await expect(applyInjection(found, injection, join(dir, "staged"), none)).rejects.toThrow(
      /Gemfile is not what it was/,
    );
  });
});

describe("the diff", () => {
  test("says why and what of each edit", async () => {
    const diff = renderDiff(await plan());
    expect(diff).toContain("# Gemfile: the gem that connects the app to Lambda");
    expect(diff).toContain('-ruby "3.3.0"\n+# ruby "3.3.0"\n gem "puma"\n');
    expect(diff).toContain("--- /dev/null\n+++ b/.megamode/config.ru\n@@ -0,0 +1,");
  });

  test("shows no credentials", async () => {
    expect(renderDiff(await plan())).not.toContain("hunter2");
    const edit = { path: "Gemfile", before: "", reason: "x" };
    const after =
      'gem "a", token: "s3cret-1"\nsource "https://s3cret2@x"\n# ghp_s3cret3\nx = "p?api_key=s3cret4"\n';
    const diff = renderDiff({ ...(await plan()), edits: [{ ...edit, after }] });
    expect(diff).not.toContain("s3cret");
  });

  test("applied by patch to the copied files gives the staged ones", async () => {
    write("shop/Gemfile", 'source "https://rubygems.org"\nruby "3.3.0"\ngem "puma"');
    write("shop/Gemfile.lock", LOCKFILE.replace("me:hunter2@", ""));
    const staged = await inject("staged");
    const copy = join(dir, "patched");
    cpSync(app, copy, { recursive: true });
    execFileSync("git", ["apply", "-"], { cwd: copy, input: renderDiff(staged.injection) });
    for (const { path, after } of staged.injection.edits) {
      expect(readFileSync(join(copy, path), "utf8")).toBe(after);
    }
  });
});
