import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Piece } from "../../contract/manifest.ts";
import { bundlerEnvironment } from "../../src/app/bundler/environment.ts";
import { readGivenSettings } from "../../src/app/bundler/given-settings.ts";
import { decideSettings } from "../../src/app/bundler/settings.ts";
import { listEntries } from "../../src/bundle/archive/entries.ts";
import { leftOutOfApp, leftOutOfGems } from "../../src/bundle/archive/leave-out.ts";
import { packArchive } from "../../src/bundle/archive/pack.ts";
import { sha256Hex } from "../../src/digest.ts";
import { installationDigest } from "../../src/gems/cache/installation.ts";
import { resolveLockfile } from "../../src/gems/resolve.ts";
import { vendorGems } from "../../src/gems/vendor.ts";
import { systemClock } from "../../src/host/clock.ts";
import { folderGemCache } from "../../src/host/gem-cache/folder.ts";
import { githubReporter } from "../../src/host/reporter.ts";
import { openBuildRoot } from "../../src/host/root/build-root.ts";
import { createShell } from "../../src/host/shell.ts";
import { findEvaluated } from "../../src/inject/evaluated/evaluated.ts";
import type { BuildRoot } from "../../src/ports/build-root.ts";
import { type GemCache, noGemCache } from "../../src/ports/gem-cache.ts";
import { inspectRuby, type RubyInstallation } from "../../src/ruby/interpreter/inspect.ts";
import { packageRuby } from "../../src/ruby/package.ts";
import { type FakeReporter, fakeReporter } from "../fakes/reporter.ts";
import { buildGem, type GemServer, serveGems } from "../stand-ins/gem-server.ts";
import { readRunnerLog } from "../stand-ins/runner-log.ts";
import { runInSandbox } from "./ruby/sandbox.ts";

const PASSWORD = "planted-password-7c3e91";
const scratch = mkdtempSync(join(tmpdir(), "megamode-vendor-"));
const served = join(scratch, "served");
const roots: BuildRoot[] = [];
let server: GemServer;
let ruby: RubyInstallation;

/** What a gem may say when it is installed. */
const COMMANDS = "::stop-commands::x\n##[add-mask]production\r::set-output name=url::evil";

const EXTCONF = 'require "mkmf"\ncreate_makefile("native/native")\n';
const NATIVE = `#include <ruby.h>
void Init_native(void) { rb_define_global_const("NATIVE", INT2FIX(42)); }
`;

/** As a gem's specification often begins: in Lambda there is no git. */
const ASKS_GIT = (name: string) => `Gem::Specification.new do |s|
  s.name, s.version, s.summary, s.author = "${name}", "1.0.0", "x", "x"
  s.files = \`git ls-files -z\`.split("\\0")
end
`;

function write(dir: string, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
}

function git(dir: string, ...args: string[]): void {
  const who = ["-c", "user.name=x", "-c", "user.email=x@example.com"];
  execFileSync("git", [...who, ...args], { cwd: dir, stdio: "pipe" });
}

interface Vendored {
  readonly root: BuildRoot;
  readonly reporter: FakeReporter;
  readonly from: "cache" | "bundler" | "the job";
  readonly running: Record<string, string>;
}

/** Vendors the gems of an app with these files. */
async function vendor(
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
  prepare: (app: string, checkout: string) => void = () => {},
  cache: GemCache = noGemCache,
): Promise<Vendored> {
  const root = await openBuildRoot("the test of vendoring", systemClock, () => {});
  roots.push(root);
  const dir = join(root.backing, "app");
  write(dir, files);
  const checkout = mkdtempSync(join(scratch, "checkout-"));
  prepare(dir, checkout);
  const reporter = fakeReporter();
  const app = { gemfile: "Gemfile", lockfile: "Gemfile.lock", bundledWith: undefined } as const;
  const settings = decideSettings(
    await readGivenSettings(dir, { HOME: scratch, ...env }),
    "production",
  );
  Object.assign(process.env, env); // As a job's variables reach every child.
  try {
    const input = { root, reporter, app, settings, ruby };
    if (!("Gemfile.lock" in files)) await resolveLockfile(input, "lockfile");
    const gems = await vendorGems({
      ...input,
      ...{ cache, checkout },
      machine: { system: "debian-12", glibc: "2.36" },
      installation: await installationDigest({
        ...{ dir, app, settings, environment: {} },
        evaluated: await findEvaluated(dir, app),
      }),
      trust: "preview",
    });
    return {
      root,
      reporter,
      from: gems.from,
      running: bundlerEnvironment(app, gems.bundler, settings.running),
    };
  } finally {
    for (const name of Object.keys(env)) delete process.env[name];
  }
}

/** Runs a script in the bundle where there is no git, no compiler and nothing of this machine. */
async function inLambda(root: BuildRoot, running: Record<string, string>, script: string) {
  const { executable, env } = await packageRuby({ ruby, backing: root.backing });
  const command = [executable, "-rbundler/setup", "-e", script];
  return (await runInSandbox(scratch, root.backing, command, { ...env, ...running })).output;
}

function filesWith(text: string, dir: string, isLeftOut: (path: string) => boolean): string[] {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((e) => join(e.parentPath, e.name));
  return paths
    .map((path) => path.slice(dir.length + 1))
    .filter((path) => {
      const parents = path.split("/").map((_, n, parts) => parts.slice(0, n + 1).join("/"));
      return !parents.some(isLeftOut) && readFileSync(join(dir, path)).includes(text);
    });
}

beforeAll(async () => {
  ruby = await inspectRuby(createShell(), tmpdir());
  mkdirSync(served);
  for (const name of ["native", "native_too"]) {
    const files = {
      "ext/extconf.rb": EXTCONF,
      "ext/native.c": NATIVE,
      [`lib/${name}.rb`]: 'require "native/native"',
    };
    const gem = { name, version: "1.0.0", extensions: ["ext/extconf.rb"], message: COMMANDS };
    buildGem({ ...gem, files }, served);
  }
  buildGem(
    { name: "plain", version: "1.0.0", files: { "lib/plain.rb": "", "exe/plain": "" } },
    served,
  );
  const precompiled = { name: "precompiled", version: "1.0.0" };
  buildGem(
    {
      ...precompiled,
      extensions: ["ext/extconf.rb"],
      files: { "ext/extconf.rb": "abort 'compiled'" },
    },
    served,
  );
  const platform = ruby.platform;
  buildGem(
    { ...precompiled, platform, files: { "lib/precompiled.rb": `PRECOMPILED = "${platform}"` } },
    served,
  );
  buildGem({ name: "only_tested", version: "1.0.0", files: { "lib/only_tested.rb": "" } }, served);
  const repository = join(scratch, "from_git");
  write(repository, {
    "from_git.gemspec": ASKS_GIT("from_git"),
    "lib/from_git.rb": "FROM_GIT = true",
  });
  git(repository, "init", "--quiet", "--initial-branch=main");
  git(repository, "add", ".");
  git(repository, "commit", "--quiet", "-m", "x");
  git(scratch, "clone", "--quiet", "--bare", repository, join(served, "from_git.git"));
  git(join(served, "from_git.git"), "update-server-info");
  server = await serveGems(served);
});

afterAll(async () => {
  await server?.close();
  for (const root of roots) await root.close();
  rmSync(scratch, { recursive: true, force: true });
});

/** An app with one gem of each kind. */
const app = () => ({
  Gemfile: `source "${server.url}"
gem "native"
gem "precompiled"
gem "from_git", git: "${server.url}/from_git.git", branch: "main"
gem "from_path", path: "gems/from_path"
group(:test) { gem "only_tested" }
`,
  "gems/from_path/from_path.gemspec": ASKS_GIT("from_path"),
  "gems/from_path/lib/from_path.rb": "FROM_PATH = true",
});

describe("gems of every kind, from a server that wants a password", () => {
  let vendored: Vendored;
  const kept = join(scratch, "kept-private");
  beforeAll(async () => {
    server.credentials = `deploy:${PASSWORD}`;
    const cache = folderGemCache(kept, createShell());
    vendored = await vendor(app(), { BUNDLE_127__0__0__1: server.credentials }, undefined, cache);
  });
  afterAll(() => {
    server.credentials = undefined;
  });

  test("are there where nothing was compiled and no git is", async () => {
    const names = ["native", "precompiled", "from_git", "from_path"];
    const script = `${names.map((name) => `require "${name}"`).join(";")}
      p [NATIVE, PRECOMPILED, FROM_GIT, FROM_PATH]
      begin; require "only_tested"; rescue LoadError; puts "without tests"; end`;
    const output = await inLambda(vendored.root, vendored.running, script);
    expect(output).toBe(`[42, "${ruby.platform}", true, true]\nwithout tests\n`);
  });

  test("leave the password in no archive, no log and no cache", () => {
    const { root, reporter } = vendored;
    const isLeftOut = (path: string) => leftOutOfApp(path) || leftOutOfGems(path);
    expect(reporter.infos.join("\n")).not.toContain(PASSWORD);
    expect(reporter.infos.length).toBeGreaterThan(3);
    expect(filesWith(PASSWORD, root.backing, isLeftOut)).toEqual([]);
    expect(filesWith(PASSWORD, kept, () => false)).toEqual([]);
    expect(filesWith("", kept, () => false).filter((path) => path.includes(".git/"))).toEqual([]);
    expect(filesWith("FROM_GIT", root.backing, isLeftOut)).toHaveLength(1);
    expect(filesWith("FROM_GIT", kept, () => false)).toHaveLength(1);
  });

  test("print what they like, and the runner obeys nothing of it", () => {
    const obeyed = (lines: readonly string[]) =>
      readRunnerLog(lines.join("\n")).commands.map(({ name }) => name);
    const { infos } = vendored.reporter;
    expect(obeyed(infos)).toContain("stop-commands");
    const lines: string[] = [];
    const reporter = githubReporter(systemClock, (line) => lines.push(line));
    for (const line of infos) reporter.info(line);
    expect(lines.join("\n")).toContain("stop-commands::x");
    expect(obeyed(lines)).toEqual([]);
  });

  test("are refused without it, by an error that says where it goes", async () => {
    await expect(vendor(app())).rejects.toMatchObject({
      fix: expect.stringContaining("`BUNDLE_<HOST>: user:password`"),
    });
  });
});

describe("gems that the app brings in `vendor/cache`", () => {
  test("ask no server, and are shipped once", async () => {
    const gems = `gem "native"\ngem "precompiled"\ngem "from_git", git: "${server.url}/from_git.git"\n`;
    const files = { Gemfile: `source "${server.url}"\n${gems}` };
    const from = join(scratch, "brings");
    write(from, files);
    const { status, output } = await createShell().run({
      ...{ file: "bundle", args: ["cache"], cwd: from },
      env: { BUNDLE_PATH: join(scratch, "elsewhere"), BUNDLE_CACHE_ALL: "true" },
    });
    if (status !== 0) throw new Error(output);
    const lockfile = readFileSync(join(from, "Gemfile.lock"), "utf8");
    server.served.length = 0;
    const { root, running } = await vendor({ ...files, "Gemfile.lock": lockfile }, {}, (dir) =>
      cpSync(join(from, "vendor/cache"), join(dir, "vendor/cache"), { recursive: true }),
    );
    expect(server.served).toEqual([]);
    for (const { path } of await listEntries(root.backing, ["app"], () => false)) {
      if (leftOutOfApp(path)) rmSync(join(root.backing, path), { recursive: true, force: true });
    }
    expect(readdirSync(join(root.backing, "app/vendor/cache"))).toEqual([
      expect.stringMatching(/^from_git-/),
    ]);
    const script =
      'require "native"; require "precompiled"; require "from_git"; p NATIVE, FROM_GIT';
    expect(await inLambda(root, running, script)).toBe("42\ntrue\n");
  });
});

/** What would be uploaded. */
async function packedGems({ root }: Vendored): Promise<readonly Piece[]> {
  const { pieces } = await packArchive({
    ...{ name: "gems", backing: root.backing, directories: ["gems"], leaveOut: leftOutOfGems },
    folder: mkdtempSync(join(root.scratch, "packed-")),
  });
  return pieces;
}

/** The same, file by file. */
async function shippedGems({ root }: Vendored): Promise<Record<string, string>> {
  const entries = await listEntries(root.backing, ["gems"], leftOutOfGems);
  return Object.fromEntries(
    entries.map(({ path, kind }) => {
      const bytes = kind === "file" ? readFileSync(join(root.backing, path)) : "";
      return [path, `${kind} ${sha256Hex(bytes)}`];
    }),
  );
}

describe("gems that were installed before", () => {
  const cache = () => folderGemCache(join(scratch, "kept"), createShell());
  const gemfile = (...gems: string[]) => ({
    Gemfile: [`source "${server.url}"`, ...gems.map((gem) => `gem "${gem}"`)].join("\n"),
  });
  const fromGit = () =>
    `gem "from_git", git: "${server.url}/from_git.git", branch: "main"\ngem "native"\n`;
  const locked = ({ root }: Vendored) => ({
    "Gemfile.lock": readFileSync(join(root.backing, "app/Gemfile.lock"), "utf8"),
  });
  test("are taken from the cache: no server is asked, and the archive is the same", async () => {
    const files = { Gemfile: `source "${server.url}"\n${fromGit()}` };
    const first = await vendor(files, {}, undefined, cache());
    server.served.length = 0;
    const again = await vendor({ ...files, ...locked(first) }, {}, undefined, cache());
    expect([first.from, again.from, server.served]).toEqual(["bundler", "cache", []]);
    expect(await packedGems(again)).toEqual(await packedGems(first));
  });

  test("by setup-ruby are taken over, but for those that are not whole", async () => {
    const files = gemfile("native", "native_too", "plain");
    const clean = await vendor(files);
    server.served.length = 0;
    const taken = await vendor({ ...files, ...locked(clean) }, {}, (_, checkout) => {
      const home = join(checkout, "vendor/bundle");
      cpSync(join(clean.root.backing, "gems"), home, { recursive: true });
      rmSync(join(home, "ruby", ruby.abi, "gems/plain-1.0.0"), { recursive: true });
      const extensions = join(home, "ruby", ruby.abi, "extensions", ruby.platform, ruby.abi);
      rmSync(join(extensions, "native_too-1.0.0/gem.build_complete"));
    });
    expect(taken.reporter.infos).toContain("1 gems from `vendor/bundle`");
    expect(server.served.filter((path) => path.startsWith("/gems/")).sort()).toEqual([
      "/gems/native_too-1.0.0.gem",
      "/gems/plain-1.0.0.gem",
    ]);
    expect(await shippedGems(taken)).toEqual(await shippedGems(clean));
  });
});
