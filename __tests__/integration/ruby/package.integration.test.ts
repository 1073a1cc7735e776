import { execFileSync } from "node:child_process";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sha256Hex } from "../../../src/digest.ts";
import { createShell } from "../../../src/host/shell.ts";
import { MACHINES } from "../../../src/ruby/elf/parse.ts";
import { inspectRuby, type RubyInstallation } from "../../../src/ruby/interpreter/inspect.ts";
import { packageRuby } from "../../../src/ruby/package.ts";
import type { PackagedRuby } from "../../../src/ruby/packaged.ts";
import { relocateAppScripts } from "../../../src/ruby/scripts/relocate-scripts.ts";
import { bubblewrap, bubblewrapRuns } from "../../machines.ts";
import { elfFile } from "../../src/ruby/elf-file.ts";
import { runInSandbox } from "./sandbox.ts";

const scratch = mkdtempSync(join(tmpdir(), "megamode-ruby-"));
const tree = join(scratch, "tree");
let ruby: RubyInstallation;
let packaged: PackagedRuby;

/** A backing folder with an app and one gem of scripts, as Bundler and the injection leave them. */
function backingFolder(path: string): string {
  const gem = join(path, "gems/ruby", ruby.abi, "gems/tzinfo-2.0.6");
  mkdirSync(join(gem, "bin"), { recursive: true });
  mkdirSync(join(gem, "lib/tzinfo/data_sources"), { recursive: true });
  mkdirSync(join(path, "app/bin"), { recursive: true });
  writeFileSync(join(gem, "bin/tool"), "#!/usr/bin/env ruby3.1 -w\nputs 1\n", { mode: 0o755 });
  writeFileSync(join(path, "app/bin/rails"), "#!/usr/bin/env ruby\nputs RbConfig.ruby\n", {
    mode: 0o755,
  });
  writeFileSync(
    join(gem, "lib/tzinfo/data_sources/zoneinfo_data_source.rb"),
    "DEFAULT_SEARCH_PATH = ['/usr/share/zoneinfo', '/etc/zoneinfo'].freeze\n",
  );
  return path;
}

function run(script: string, env: Readonly<Record<string, string>> = packaged.env) {
  return runInSandbox(scratch, tree, [packaged.executable, "-e", script], env);
}

async function answer(script: string, env?: Readonly<Record<string, string>>): Promise<unknown> {
  const { stdout, output } = await run(`require "json"; puts JSON.generate(${script})`, env);
  if (!stdout.startsWith("[") && !stdout.startsWith("{")) throw new Error(output);
  return JSON.parse(stdout);
}

/** Path -> mode and content, or where a link leads. */
function contents(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => {
    const path = join(folder, name);
    const stat = lstatSync(path);
    const what = stat.isSymbolicLink()
      ? readlinkSync(path)
      : stat.isFile()
        ? sha256Hex(readFileSync(path))
        : "";
    return [name, `${(stat.mode & 0o777).toString(8)} ${what}`] as const;
  });
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

beforeAll(async () => {
  ruby = await inspectRuby(createShell(), tmpdir());
  packaged = await packageRuby({ ruby, backing: backingFolder(tree) });
  await relocateAppScripts(tree);
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

(bubblewrapRuns ? describe : describe.skip)(
  "Ruby, where there is none and no library of the host's",
  () => {
    test("starts, without any environment of its own", async () => {
      const { stdout, output } = await runInSandbox(scratch, tree, ["/tmp/mm/bin/ruby", "-v"]);
      expect(output).toContain(`ruby ${ruby.version}`);
      expect(stdout).not.toBe("");
    });

    test("knows no folder but the root", async () => {
      expect(
        await answer(`{
        path: $LOAD_PATH.reject { |path| path.start_with?("/tmp/mm/") },
        config: RbConfig::CONFIG.values_at("rubylibdir", "rubyarchdir", "sitelibdir", "vendorarchdir"),
        missing: $LOAD_PATH.grep_v(/site_ruby/).reject { |path| File.directory?(path) },
        ruby: RbConfig.ruby, gems: [Gem.ruby, Gem.default_dir, Gem.default_specifications_dir],
        exe: File.readlink("/proc/self/exe"), variables: ENV.keys.grep(/RUBY/)
      }`),
      ).toMatchObject({
        path: [],
        config: expect.arrayContaining([expect.stringMatching(/^\/tmp\/mm\//)]),
        missing: [],
        ruby: expect.stringMatching(/^\/tmp\/mm\/bin\/ruby/),
        exe: "/tmp/mm/bin/ruby",
        variables: [],
      });
    });

    test("maps no file from outside the root", async () => {
      const { stdout } = await run(
        'require "openssl"; require "socket"; require "psych"; puts File.read("/proc/self/maps")',
      );
      const files = stdout.split("\n").flatMap((line) => /\s(\/.*)$/.exec(line)?.[1] ?? []);
      expect(files.length).toBeGreaterThan(10);
      expect(files.filter((file) => !file.startsWith("/tmp/mm/"))).toEqual([]);
    });

    test("loads every extension that it has", async () => {
      const { output } = await run(`
      top = RbConfig::CONFIG["rubyarchdir"]
      names = Dir["#{top}/**/*.so"].map { |file| file.delete_prefix("#{top}/").delete_suffix(".so") }
      names.reject { |name| name.start_with?("enc/") || name.match?(/-test-/) }.each do |name|
        require File.dirname(name) == "cgi" ? "cgi" : name
      rescue LoadError, NameError => error
        puts "FAILED #{name}: #{error.message}" if error.is_a?(LoadError)
      end
      puts "all of #{names.size}"`);
      expect(output).not.toContain("FAILED");
      expect(output).toMatch(/all of \d{2,}/);
    });

    test("has an encoding, time zones, certificates, character sets and names of hosts and users", async () => {
      const found = await answer(`{
      encoding: Encoding.default_external.name,
      zone: (ENV["TZ"] = "America/New_York"; Time.at(0).to_s),
      certificates: (require "openssl"; File.read(OpenSSL::X509::DEFAULT_CERT_FILE).scan("BEGIN CERT").size > 50),
      store: OpenSSL::SSL::SSLContext.new.tap(&:set_params).cert_store.class.name,
      host: (require "socket"; Addrinfo.getaddrinfo("localhost", 80).first.ip_address),
      user: (require "etc"; Etc.getpwuid.name)
    }`);
      expect(found).toEqual({
        encoding: "UTF-8",
        zone: "1969-12-31 19:00:00 -0500",
        certificates: true,
        store: "OpenSSL::X509::Store",
        host: "127.0.0.1",
        user: "sandbox",
      });
    });

    test("takes paths for UTF-8, whatever locale the runner or the function has", async () => {
      const runner = { LC_ALL: "POSIX", LC_CTYPE: "de_DE.ISO-8859-1" };
      const found = await answer('[Encoding.find("filesystem").name]', {
        ...runner,
        ...packaged.env,
      });
      expect(found).toEqual(["UTF-8"]);
    });

    test("starts children by path, by name, by version and with no environment at all", async () => {
      expect(
        await answer(`[
        [RbConfig.ruby], ["ruby"], ["ruby" + RUBY_VERSION[/\\d+\\.\\d+/]],
        ["/tmp/mm/bin/ruby", { unsetenv_others: true }]
      ].map { |file, options| IO.popen([file, "-e", "print 42"], **options.to_h, &:read) }`),
      ).toEqual(["42", "42", "42", "42"]);
    });

    test("starts the executables of Ruby, gems and app, whatever Ruby their first line asked for", async () => {
      const found = await answer(`{
      bundle: IO.popen(["bundle", "--version"], &:read), gem: IO.popen(["gem", "--version"], &:read),
      rake: IO.popen(["rake", "--version"], &:read),
      app: IO.popen(["/tmp/mm/app/bin/rails"], &:read),
      tool: IO.popen(["/tmp/mm/gems/ruby/${ruby.abi}/gems/tzinfo-2.0.6/bin/tool"], &:read)
    }`);
      expect(found).toEqual({
        bundle: expect.stringContaining(ruby.bundlerVersion),
        gem: expect.stringMatching(/^\d/),
        rake: expect.stringContaining("rake"),
        app: expect.stringMatching(/^\/tmp\/mm\/bin\/ruby/),
        tool: "1\n",
      });
    });

    test("finds a library by its name alone", async () => {
      const { output } = await run('require "fiddle"; p Fiddle.dlopen("libyaml-0.so.2").class');
      expect(output).toContain("Fiddle::Handle");
    });

    test("does not start without one of its libraries, and says which", async () => {
      const library = join(tree, "lib/libgmp.so.10");
      renameSync(library, join(scratch, "libgmp.so.10"));
      const { status, output } = await runInSandbox(scratch, tree, ["/tmp/mm/bin/ruby", "-v"]);
      renameSync(join(scratch, "libgmp.so.10"), library);
      expect(status).not.toBe(0);
      expect(output).toContain("libgmp.so.10: cannot open shared object file");
    });
  },
);

(bubblewrapRuns ? describe : describe.skip)("Ruby, where the host has libraries, too", () => {
  const onHost = (script: string) => {
    const shown = bubblewrap(
      ...["--dev-bind", "/", "/", "--bind", tree, "/tmp/mm", "--"],
      ...[packaged.executable, "-rfiddle", "-e", script],
    );
    return createShell().run({ ...shown, cwd: "/", env: packaged.env });
  };

  test("takes none that it does not carry", async () => {
    const listed = execFileSync("/sbin/ldconfig", ["-p"], { encoding: "utf8" });
    const carried = new Set(packaged.libraries.map(({ name }) => name));
    const [, name] =
      [...listed.matchAll(/^\s(lib\S+\.so\.\d+) /gm)].find(([, one = ""]) => !carried.has(one)) ??
      [];
    const { output } = await onHost(`Fiddle.dlopen(${JSON.stringify(name)})`);
    expect(output).toContain(`${name}: cannot open shared object file`);
  });

  test("starts the host's programs on the host's libraries", async () => {
    const { output } = await onHost('puts IO.popen(["/bin/ls", "/"], &:read); puts $?.exitstatus');
    expect(output).toMatch(/\betc\b[\s\S]*^0$/m);
  });
});

describe("the packaged tree", () => {
  test("is the same, made twice", async () => {
    const again = backingFolder(join(scratch, "again"));
    await packageRuby({ ruby, backing: again });
    await relocateAppScripts(again);
    expect(contents(again)).toEqual(contents(tree));
  });

  test("is left as it is by packaging over it", async () => {
    const before = contents(tree);
    expect(await packageRuby({ ruby, backing: tree })).toEqual(packaged);
    expect(contents(tree)).toEqual(before);
  });

  test("lists what belongs to Ruby, and neither gems nor app", () => {
    const names = new Set(readdirSync(tree));
    expect(packaged.directories.every((name) => names.has(name))).toBe(true);
    expect([...names].filter((name) => !packaged.directories.includes(name))).toEqual([
      "app",
      "gems",
    ]);
  });

  test("holds no link that leaves it", () => {
    const links = execFileSync("find", [tree, "-type", "l", "-printf", "%l\n"], {
      encoding: "utf8",
    });
    expect(links.trim()).toBe("ruby");
  });

  test("points tzinfo to the carried zones", () => {
    const gem = join(tree, "gems/ruby", ruby.abi, "gems/tzinfo-2.0.6");
    const source = readFileSync(
      join(gem, "lib/tzinfo/data_sources/zoneinfo_data_source.rb"),
      "utf8",
    );
    expect(source).toContain("['/tmp/mm/zoneinfo', '/etc/zoneinfo']");
  });
});

test("a library that a gem needs and this machine does not have is refused, by the gem's name", async () => {
  const backing = join(scratch, "missing");
  const lib = join(backing, "gems/ruby", ruby.abi, "gems/x-1/lib");
  mkdirSync(lib, { recursive: true });
  const machine = process.arch === "arm64" ? MACHINES.arm64 : MACHINES.x86_64;
  writeFileSync(join(lib, "x.so"), elfFile({ machine, needed: ["libno.so.1"] }));
  await expect(packageRuby({ ruby, backing })).rejects.toThrow(
    "This runner does not have `libno.so.1`, which the gem `x-1` needs.",
  );
});
