import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { systemClock } from "../../src/host/clock.ts";
import { openBuildRoot } from "../../src/host/root/build-root.ts";
import { createShell } from "../../src/host/shell.ts";
import type { BuildRoot } from "../../src/ports/build-root.ts";
import { mappedOutside } from "../../src/preflight/mapped-files.ts";
import { inspectRuby, type RubyInstallation } from "../../src/ruby/interpreter/inspect.ts";
import { packageRuby } from "../../src/ruby/package.ts";
import type { PackagedRuby } from "../../src/ruby/packaged.ts";
import { runInSandbox } from "./ruby/sandbox.ts";

const APP = resolve(import.meta.dirname, "../fixtures/ruby/app");

const scratch = mkdtempSync(join(tmpdir(), "megamode-gems-"));
const BUNDLER = {
  BUNDLE_GEMFILE: "/tmp/mm/app/Gemfile",
  BUNDLE_PATH: "/tmp/mm/gems",
  BUNDLE_APP_CONFIG: "/tmp/mm/app/.none",
};
let root: BuildRoot;
let ruby: RubyInstallation;
let packaged: PackagedRuby;
// biome-ignore lint/suspicious/noExplicitAny: what probe.rb found, as JSON
let found: any;

function sandbox(script: string) {
  return runInSandbox(
    scratch,
    root.backing,
    [packaged.executable, "-rbundler/setup", "-e", script],
    {
      ...BUNDLER,
      BUNDLER_VERSION: ruby.bundlerVersion,
      BUNDLE_FROZEN: "true",
      ...packaged.env,
    },
  );
}

beforeAll(async () => {
  root = await openBuildRoot("the test of gems", systemClock, () => {});
  cpSync(APP, join(root.backing, "app"), { recursive: true });
  const { status, output } = await root.shell.run({
    file: "bundle",
    args: ["install", "--jobs", "4"],
    cwd: "/tmp/mm/app",
    env: BUNDLER,
  });
  if (status !== 0) throw new Error(output);
  ruby = await inspectRuby(createShell(), APP);
  packaged = await packageRuby({
    ...{ ruby, backing: root.backing },
    asked: {
      libraries: ["libpq.so.5"],
      executables: [{ name: "openssl", path: "/usr/bin/openssl" }],
      files: ["/etc/os-release"],
    },
  });
  const probe = await sandbox('load "/tmp/mm/app/probe.rb"');
  if (probe.status !== 0) throw new Error(probe.output);
  found = JSON.parse(probe.stdout.trim().split("\n").at(-1) ?? "");
});

afterAll(async () => {
  await root?.release();
  rmSync(scratch, { recursive: true, force: true });
});

describe("an app's gems, where there is no library of the host's", () => {
  test("load, with all of Ruby's extensions", () => {
    expect([found.missing, found.unloadable]).toEqual([[], {}]);
  });

  test("do what their libraries are for", () => {
    expect(found).toMatchObject({
      sqlite: 42,
      nokogiri: "é",
      bcrypt: true,
      libpq: expect.any(Number),
      tzinfo: "1969-12-31 19:00:00 -0500",
      newYork: "1969-12-31 19:00:00 -0500",
    });
  });

  test("win over the default gems that they replace", () => {
    const [version, file] = found.json;
    expect(file).toBe(`/tmp/mm/gems/ruby/${ruby.abi}/gems/json-${version}/lib/json/version.rb`);
    expect(found.cgi).toMatch(/^\/tmp\/mm\/gems\/.*\/cgi-[\d.]+\/lib\/cgi\/escape\.so$/);
  });

  test("find data and modules that no binary names", () => {
    expect(found).toMatchObject({
      encoding: "UTF-8",
      certificates: expect.any(Number),
      legacy: true,
      iconv: "日",
      byName: true,
      localhost: "127.0.0.1",
      user: "sandbox",
    });
    expect(found.certificates).toBeGreaterThan(50);
    expect(found.config).toBeGreaterThan(1);
  });

  test("start children and executables on the packaged Ruby", () => {
    expect(found).toMatchObject({
      executable: "/tmp/mm/bin/ruby",
      command: "ruby",
      childByConfig: "2",
      childByPath: "2",
      childByVersion: "2",
      childWithoutEnvironment: "2",
      puma: expect.stringContaining("puma version"),
      gemStub: expect.stringContaining("puma version"),
      rake: expect.stringContaining("rake, version"),
      bundle: `Bundler version ${ruby.bundlerVersion}`,
      thread: 42,
      fork: 7,
    });
  });

  test("have beside them what the inputs asked for", async () => {
    const { stdout } = await sandbox(
      'puts IO.popen(["openssl", "version"], &:read), File.read("/tmp/mm/files/etc/os-release")',
    );
    expect(stdout).toMatch(/^OpenSSL \d[\s\S]*^NAME=/m);
  });

  test("map no file from outside the root", () => {
    expect(found.maps).toContain("/tmp/mm/lib/libpq.so.5");
    expect(mappedOutside(found.maps, ["/tmp/mm"])).toEqual([]);
    expect(found.loadPath.filter((path: string) => !path.startsWith("/tmp/mm/"))).toEqual([]);
    expect(found.loaderVariables).not.toContain("LD_PRELOAD");
  });

  test("say which library is missing, in the loader's words", async () => {
    const library = join(root.backing, "lib/libpq.so.5");
    renameSync(library, join(scratch, "libpq.so.5"));
    const { status, output } = await sandbox('require "pg"');
    expect(status).not.toBe(0);
    expect(output).toContain("libpq.so.5: cannot open shared object file");
  });
});

test("packaging names the gem and the library that this machine lacks", async () => {
  const gem = `gems/ruby/${ruby.abi}/gems`;
  const pg = `${gem}/pg-1.5.9/lib/pg_ext.so`;
  const backing = join(scratch, "lacking");
  const library = readFileSync(join(root.backing, pg));
  const name = library.indexOf("libpq.so.5\0");
  library.write("libqp.so.5", name);
  cpSync(join(root.backing, pg), join(backing, pg), { recursive: true });
  writeFileSync(join(backing, pg), library);
  await expect(packageRuby({ ruby, backing })).rejects.toMatchObject({
    message: "This runner does not have `libqp.so.5`, which the gem `pg-1.5.9` needs.",
  });
});
