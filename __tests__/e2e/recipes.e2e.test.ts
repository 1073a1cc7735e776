import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { pullRequest, push } from "../src/inputs/event/payloads.ts";
import { buildGem, type GemServer, serveGems } from "../stand-ins/gem-server.ts";
import { CHEAP, type Cloud, type Deployed, deploy, get, openCloud, succeeded } from "./harness.ts";

// One app whose page says where its gem came from, and what was done to it since. Each deploy runs on a new runner.
let cloud: Cloud;
let source: GemServer;
let mirror: GemServer;
const scratch = mkdtempSync(join(tmpdir(), "megamode-recipes-"));

async function serve(from: string): Promise<GemServer> {
  const folder = join(scratch, from);
  mkdirSync(folder);
  const greeting = `module Greeting\n  def self.text = "from the ${from}"\nend\n`;
  buildGem({ name: "greeting", version: "1.0.0", files: { "lib/greeting.rb": greeting } }, folder);
  return serveGems(folder);
}

beforeAll(async () => {
  [cloud, source, mirror] = await Promise.all([openCloud(), serve("source"), serve("mirror")]);
});
afterAll(async () => {
  await Promise.all([cloud?.close(), source?.close(), mirror?.close()]);
  rmSync(scratch, { recursive: true, force: true });
});

/** A server of its own: a gem less to install. */
const SERVER = `require "socket"
require "greeting"
listens = UNIXServer.new(ARGV[0])
loop do
  client = listens.accept
  lines = client.each_line.take_while { |line| line != "\\r\\n" }
  text = Greeting.text
  client.write("HTTP/1.1 200 OK\\r\\nContent-Length: #{text.bytesize}\\r\\n\\r\\n#{text}") if lines.any?
  client.close
end
`;

const HARMLESS = "puts :harmless\n";
const EVIL = `file = Dir["/tmp/mm/gems/ruby/*/gems/greeting-1.0.0/lib/greeting.rb"].first
File.write(file, File.read(file).sub(/from the \\w+/) { |from| from + ", and evil" })
`;

function checkout(build: string): string {
  const app = mkdtempSync(join(scratch, "checkout-"));
  const files = {
    "config.ru": "",
    "server.rb": SERVER,
    "build.rb": build,
    Gemfile: `source "${source.url}"\ngem "greeting"\n`,
    "Gemfile.lock": [
      ...["GEM", `  remote: ${source.url}/`, "  specs:", "    greeting (1.0.0)", ""],
      ...["PLATFORMS", "  ruby", "  x86_64-linux", "  aarch64-linux", ""],
      ...["DEPENDENCIES", "  greeting", ""],
    ].join("\n"),
  };
  for (const [path, text] of Object.entries(files)) writeFileSync(join(app, path), text);
  return app;
}

interface Page {
  readonly page: string;
  readonly log: string;
}

/** Deploys on a runner that has never built anything, and asks for the page. */
async function deployed(
  event: ReturnType<typeof push>,
  build: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Page> {
  const runner = mkdtempSync(join(scratch, "runner-"));
  const payload = join(runner, "event.json");
  writeFileSync(payload, JSON.stringify(event.payload));
  const done: Deployed = succeeded(
    await deploy(cloud, {
      app: checkout(build),
      stage: "",
      inputs: {
        ...CHEAP,
        "build-command": "ruby build.rb",
        "server-command": "ruby -rbundler/setup server.rb {socket} {rackup}",
      },
      env: { ...event.env, GITHUB_EVENT_PATH: payload, XDG_CACHE_HOME: runner, ...env },
    }),
  );
  return { page: (await get(cloud, done.outputs.url ?? "")).body, log: done.log };
}

const PRODUCTION = push("refs/heads/main");
const PREVIEW = pullRequest("opened", "branch");
const REUSED = "gems and Ruby come from an earlier build";

test("what a build's own code, a preview or a mirror made of the gems stays in that build", async () => {
  const mirrored = await deployed(PRODUCTION, HARMLESS, { BUNDLE_MIRROR__ALL: mirror.url });
  const evil = await deployed(PRODUCTION, EVIL);
  const preview = await deployed(PREVIEW, EVIL);
  const reverted = await deployed(PRODUCTION, HARMLESS);
  const next = await deployed(PREVIEW, EVIL);
  expect([mirrored, evil, preview, reverted, next].map(({ page }) => page)).toEqual([
    "from the mirror",
    // The mirror that was taken away has left nothing.
    "from the source, and evil",
    "from the source, and evil",
    // Nor has the code of an earlier push, or of a preview.
    "from the source",
    // A preview uses what production recorded, and its code does not reach into that.
    "from the source",
  ]);
  const changed = /Not kept for later builds: .*gems\/greeting-1\.0\.0\/lib\/greeting\.rb/;
  expect([evil, preview].filter(({ log }) => !changed.test(log))).toEqual([]);
  const reuses = [mirrored, evil, preview, reverted, next].map(({ log }) => log.includes(REUSED));
  expect(reuses).toEqual([false, false, false, false, true]);
});
