import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { zstdDecompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Manifest } from "../../contract/manifest.ts";
import { bubblewrap, bubblewrapRuns } from "../machines.ts";
import { type ActionsCache, serveActionsCache } from "../stand-ins/actions-cache.ts";
import {
  type Cloud,
  copyApp,
  deploy,
  FIXTURES,
  get,
  openCloud,
  run,
  succeeded,
} from "./harness.ts";

/** Of this machine's own programs. */
const ENVIRONMENT = { PATH: process.env.PATH ?? "" };

/** What `ffi` is locked to, and for which platform the lockfile was made. */
interface Lock {
  readonly bundledWith: string;
  readonly platform: string;
  readonly ffi: string;
  readonly checksums?: readonly string[];
}

const linux: Lock = { bundledWith: "2.2.33", platform: "x86_64-linux", ffi: "1.17.4" };

/** As Bundler 2.6 writes it on a Mac, where nobody added another platform. */
const mac: Lock = {
  bundledWith: "2.6.9",
  platform: "arm64-darwin-23",
  ffi: "1.17.4-arm64-darwin",
  checksums: [
    "ffi (1.17.4-arm64-darwin) sha256=19071aaf1419251b0a46852abf960e77330a3b334d13a4ab51d58b31a937001b",
    "nio4r (2.7.5) sha256=6c90168e48fb5f8e768419c93abb94ba2b892a1d0602cb06eef16d8b7df1dca1",
    "puma (8.0.2) sha256=c8ed871dfbbe66448ea9ffd46692342d9804d4071522b52b5331b7b6e7b686fb",
    "rack (3.2.8) sha256=1fecc85e463ebc7a2a945fff829ffcd549babeb1556384796fad946c28dc4ec7",
    "rack-test (2.3.0) sha256=b118d177cc002c572fc1b6fd8d19c9ed5881a36e8d6f689f9e618f9f861241e8",
  ],
};

function lockfile({ bundledWith, platform, ffi, checksums }: Lock): string {
  return [
    ...["GEM", "  remote: https://rubygems.org/", "  specs:", `    ffi (${ffi})`],
    ...["    nio4r (2.7.5)", "    puma (8.0.2)", "      nio4r (~> 2.0)", "    rack (3.2.8)"],
    ...["    rack-test (2.3.0)", "      rack (>= 1.3)", ""],
    ...["PLATFORMS", `  ${platform}`, ""],
    ...["DEPENDENCIES", "  ffi", "  puma (~> 8.0)", "  rack (~> 3.2)", "  rack-test", ""],
    ...(checksums ? ["CHECKSUMS", ...checksums.map((line) => `  ${line}`), ""] : []),
    ...["BUNDLED WITH", `   ${bundledWith}`, ""],
  ].join("\n");
}

let cloud: Cloud;
let service: ActionsCache;
const scratch = mkdtempSync(join(tmpdir(), "megamode-bundler-"));
beforeAll(async () => {
  [cloud, service] = await Promise.all([openCloud(), serveActionsCache()]);
});
afterAll(async () => {
  await Promise.all([cloud?.close(), service?.close()]);
  rmSync(scratch, { recursive: true, force: true });
});

/** What the runner tells a job of GitHub's cache. */
function onGitHub(): Record<string, string> {
  return {
    ACTIONS_CACHE_SERVICE_V2: "true",
    ACTIONS_RESULTS_URL: service.url,
    ACTIONS_RUNTIME_TOKEN: service.token,
    RUNNER_TEMP: scratch,
    GITHUB_WORKSPACE: scratch,
  };
}

/** Deploys the app with that lockfile, and with what setup-ruby and `bundle config --local` leave. */
async function deployWith(lock: Lock, stage: string, config: readonly string[] = []) {
  const app = copyApp(join(FIXTURES, "bundled"));
  writeFileSync(join(app, "Gemfile.lock"), lockfile(lock));
  mkdirSync(join(app, ".bundle"));
  writeFileSync(join(app, ".bundle/config"), ["---", ...config, ""].join("\n"));
  const { outputs, log } = succeeded(
    await deploy(cloud, { app, stage, inputs: { app: "bundled" }, env: onGitHub() }),
  );
  const reply = await get(cloud, outputs.url ?? "");
  expect(reply.status).toBe(200);
  expect(readFileSync(join(app, "Gemfile.lock"), "utf8")).toBe(lockfile(lock)); // The checkout stays.
  rmSync(dirname(app), { recursive: true });
  return { facts: JSON.parse(reply.body), log };
}

function everyFile(folder: string, named = /./): Buffer[] {
  return readdirSync(join(cloud.state, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && named.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
}

/** What the function with that Bundler was given. */
function manifestWith(bundler: string): Manifest {
  const manifests = everyFile("lambda", /^manifest\.json$/).map(
    (json): Manifest => JSON.parse(json.toString()),
  );
  return manifests.find(({ server }) => server.env.BUNDLER_VERSION === bundler)!;
}

/** Unpacks the archives of a manifest into a folder. */
async function unpackArchives({ archives }: Manifest, into: string): Promise<void> {
  const stored = new Map(
    everyFile("s3").map((bytes) => [createHash("sha256").update(bytes).digest("hex"), bytes]),
  );
  mkdirSync(into);
  for (const { name, pieces } of archives) {
    const tar = join(scratch, `${name}.tar`);
    const parts = pieces.map(({ sha256 }) => zstdDecompressSync(stored.get(sha256)!));
    writeFileSync(tar, Buffer.concat(parts));
    const done = await run("tar", ["-x", "-f", tar, "-C", into], ENVIRONMENT);
    if (done.status !== 0) throw new Error(done.log);
  }
}

/** Waits until the server answers on its socket, and says what this network has seen since it was made. */
const WATCH = `
require "socket"
pid = spawn(*ARGV)
begin
  socket = UNIXSocket.new("/tmp/mm/run/server.sock")
  socket.write("GET / HTTP/1.0\\r\\n\\r\\n")
  puts socket.read[/\\AHTTP\\S+ \\d+/]
rescue SystemCallError
  abort "the server ended" if Process.wait(pid, Process::WNOHANG)
  sleep 0.05
  retry
end
lines = %w[snmp snmp6].flat_map { |name| File.readlines("/proc/net/#{name}", chomp: true) rescue [] }
counters = lines.each_slice(2).select { |a, _| a.start_with?("Ip:", "Tcp:", "Udp:") }.to_h do |names, values|
  [names[/\\w+/], names.split.drop(1).zip(values.split.drop(1).map(&:to_i)).to_h]
end
p tries: counters["Tcp"]["ActiveOpens"] + counters["Udp"]["OutDatagrams"] + counters["Ip"]["OutNoRoutes"]
Process.kill("KILL", pid)
`;

/** Starts a server in a network of its own that leads nowhere. */
async function boot(tree: string, { argv, env, defaults, cwd }: Manifest["server"]) {
  mkdirSync(join(tree, "run"), { recursive: true });
  const variables = Object.entries({ HOME: "/tmp/mm/run", ...defaults, ...env });
  const { file, args } = bubblewrap(
    ...["--unshare-all", "--die-with-parent", "--clearenv", "--bind", tree, "/tmp/mm"],
    ...["--proc", "/proc", "--dev", "/dev", "--chdir", cwd],
    ...variables.flatMap((pair) => ["--setenv", ...pair]),
    ...["--", "/tmp/mm/bin/ruby", "-e", WATCH, ...argv],
  );
  const { log } = await run(file, args, ENVIRONMENT);
  return log;
}

describe("an app is deployed with the Bundler of its lockfile", () => {
  test("`BUNDLED WITH` 2.2, frozen, and set up by setup-ruby for another folder", async () => {
    const config = ["FROZEN", "DEPLOYMENT"].map((name) => `BUNDLE_${name}: "true"`);
    const { facts, log } = await deployWith(linux, "frozen", [
      ...config,
      'BUNDLE_PATH: "vendor/bundle"',
    ]);
    expect(facts).toMatchObject({
      bundler: "2.2.33",
      child: "2.2.33",
      unbundled: "2.2.33",
      from: "/tmp/mm/gems/bundler/gems/bundler-2.2.33/lib/bundler/setup.rb",
    });
    expect(facts.gems).not.toHaveProperty("rack-test");
    expect(log).toContain("Bundler 2.2.33, vendored");
  });

  test("`BUNDLED WITH` 2.6, with CHECKSUMS, for nothing but a Mac, beside the other's gems in GitHub's cache", async () => {
    const { facts, log } = await deployWith(mac, "mac");
    expect(facts).toMatchObject({ bundler: "2.6.9", child: "2.6.9", unbundled: "2.6.9" });
    expect(facts.gems).toMatchObject({
      ffi: expect.stringMatching(/^1\.17\.4/),
      puma: "8.0.2",
      rack: "3.2.8",
    });
    // Another lockfile's gems are no start: one of them may have changed the others.
    expect(log).not.toContain("From the cache");
    expect(log).toContain("Saved in the cache");
    expect(service.entries.map(({ final }) => final)).toEqual([true, true]);
  });

  (bubblewrapRuns ? test : test.skip)(
    "that opens no connection while the app boots: neither needs nor asks a network",
    async () => {
      const tree = join(scratch, "tree");
      const manifest = manifestWith("2.6.9");
      await unpackArchives(manifest, tree);
      expect(await boot(tree, manifest.server)).toMatch(/HTTP\/1\.\d 200\n\{:tries=>0\}/);

      // The measure sees one that is refused, and a name that is asked for.
      const rackup = join(tree, "app/config.ru");
      const app = readFileSync(rackup, "utf8");
      for (const call of [
        'Socket.tcp("192.0.2.1", 80)',
        'Addrinfo.getaddrinfo("example.com", 80)',
      ]) {
        writeFileSync(rackup, `require "socket"; ${call} rescue nil\n${app}`);
        expect(await boot(tree, manifest.server)).toMatch(/200\n\{:tries=>[1-9]/);
      }
    },
  );
});
