import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Writable } from "node:stream";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { RackServer } from "../../../runtime/src/server/rack-server.ts";
import { waitingArgv } from "../../../runtime/src/server/waiting-start.ts";
import { Collected } from "../../runtime/logs/collected.ts";
import { until } from "../../until.ts";

/** What a program can notice of its start. The first frame and `Process.argv0` are those of `bundle exec`, too. */
const NOTICED = `
require "json"
File.write("noticed.json", JSON.generate(
  program: $0, main: $0 == __FILE__, argv: ARGV, env: ENV.to_h, folder: Dir.pwd, locals: TOPLEVEL_BINDING.local_variables,
  features: $LOADED_FEATURES.sort, load_path: $LOAD_PATH, specs: Gem.loaded_specs.values.map(&:full_name).sort,
  globals: global_variables.sort, constants: Object.constants.sort, threads: Dir.children("/proc/self/task").size,
  descriptors: Dir.children("/proc/self/fd").filter_map { |fd| File.readlink("/proc/self/fd/#{fd}").sub(/\\d+/, "") rescue nil }.sort,
  signals: Signal.list.keys.to_h { |name| [name, (trap(name, "DEFAULT").to_s rescue nil)] }
))
`;

let folder: string;
let app: string;
let output: Collected;
beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "mm-waiting-")));
  app = join(folder, "app");
  output = new Collected();
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const bundler = execFileSync("bundle", ["--version"], { encoding: "utf8" })
  .trim()
  .split(" ")
  .at(-1);
const argv = [
  "ruby",
  "-rbundler/setup",
  "-r./preloaded.rb",
  "server.rb",
  "--bind",
  "a b",
  "-rjson",
];

/** The app's files, with a Gemfile that names a default gem: Bundler chooses its version. */
function bringApp(): void {
  fs.mkdirSync(app, { recursive: true });
  const files = {
    Gemfile: 'source "https://rubygems.org"\n',
    "Gemfile.lock": `GEM\n  remote: https://rubygems.org/\n  specs:\n\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n\nBUNDLED WITH\n   ${bundler}\n`,
    "preloaded.rb": "$preloaded = true\n",
    "server.rb": NOTICED,
  };
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(join(app, name), text);
}

function start(waits: boolean): RackServer {
  const env = {
    BUNDLE_GEMFILE: join(app, "Gemfile"),
    BUNDLE_FROZEN: "true",
    BUNDLER_VERSION: bundler!,
  };
  return new RackServer({
    command: {
      argv: [...argv.slice(0, 3), join(app, "server.rb"), ...argv.slice(4)],
      cwd: app,
      env,
      defaults: {},
    },
    label: "Rack",
    place: {
      runDir: join(folder, "run"),
      socket: join(folder, "run/socket"),
      home: join(folder, "home"),
    },
    environment: { PATH: process.env.PATH!, LANG: "C.UTF-8" },
    output,
    waits,
  });
}

/** Whether a process waits for the word: it is in a system call whose first argument is descriptor 3. */
const waits = (pid: number) => /^\d+ 0x3 /.test(fs.readFileSync(`/proc/${pid}/syscall`, "latin1"));
const pidNow = () =>
  Number(fs.readFileSync(join(folder, "run/server.pid"), "latin1").split(" ")[0]);

async function noticed(server: RackServer): Promise<Record<string, unknown>> {
  const how = await server.ended;
  expect({ how, output: output.text }).toEqual({ how: "exited with status 0", output: "" });
  const { env, ...rest } = JSON.parse(fs.readFileSync(join(app, "noticed.json"), "utf8"));
  const { MEGAMODE_PROXY_SECRET: _, ...same } = env;
  return { env: same, ...rest };
}

test("an interpreter that started before its app was there runs it as `ruby -rbundler/setup` does", async () => {
  const early = start(true);
  await until(() => waits(pidNow()));
  expect(fs.readdirSync(app)).toEqual([]);
  bringApp();
  early.proceed();
  const seen = await noticed(early);
  expect(seen).toMatchObject({ main: true, argv: argv.slice(4), folder: app });
  expect(seen.features).toContainEqual(expect.stringMatching(/bundler\/runtime\.rb$/));
  expect(seen).toEqual(await noticed(start(false)));
});

test("an interpreter that has the word already when it is there loads nothing beforehand", async () => {
  fs.mkdirSync(app);
  // The code pack must be read before Bundler is: this file stands for it.
  fs.writeFileSync(
    join(app, "first.rb"),
    "print $LOADED_FEATURES.grep(%r{/bundler/}).map { |path| File.basename(path) }.sort.first(1)",
  );
  const [ruby = "", ...rest] = waitingArgv([
    "ruby",
    `-r${app}/first.rb`,
    "-rbundler/setup",
    "x.rb",
  ]);
  const child = spawn(ruby, rest, {
    cwd: app,
    stdio: ["ignore", "pipe", "ignore", "pipe"],
    env: { PATH: process.env.PATH },
  });
  (child.stdio[3] as Writable).end("\n");
  let printed = "";
  child.stdout?.on("data", (text) => (printed += text));
  await new Promise((resolve) => child.once("close", resolve));
  expect(printed).toBe("[]");
});

test("an interpreter whose proxy has ended ends without a word", async () => {
  const [ruby = "", ...rest] = waitingArgv(["ruby", "server.rb"]);
  const child = spawn(ruby, rest, { cwd: folder, stdio: ["ignore", "pipe", "pipe", "pipe"] });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (text) => (printed += text));
  (child.stdio[3] as Writable).end();
  const status = await new Promise((resolve) => child.once("close", resolve));
  expect({ status, printed }).toEqual({ status: 0, printed: "" });
});
