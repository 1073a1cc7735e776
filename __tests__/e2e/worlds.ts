import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { homedir, userInfo } from "node:os";
import { join } from "node:path";
import { PROJECT } from "./harness.ts";

/** What `World.seen` of the probe app answers. */
export interface World {
  readonly ruby: string;
  readonly node: string | null;
  readonly programs: readonly string[];
  readonly os: string | null;
  readonly user: string | null;
  readonly root: boolean;
  readonly home: string;
  readonly cwd: string;
  readonly stdin: string;
  readonly files: number;
  readonly zone: string;
  readonly encoding: string;
  readonly writable: readonly string[];
  readonly store: string;
  readonly env: Readonly<Record<string, string>>;
  readonly names: readonly string[];
}

/** One row of docs/worlds.md: what the app sees in the build, the preflight and Lambda. */
export type Row = readonly [what: string, build: string, preflight: string, lambda: string];

/** Reads the table. Its last column says why. */
export function documented(): readonly Row[] {
  const text = readFileSync(join(PROJECT, "docs/worlds.md"), "utf8");
  return text
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .filter(([, what]) => what !== "what" && !what?.startsWith("---"))
    .map(([, what = "", build = "", preflight = "", lambda = ""]) => [
      what,
      build,
      preflight,
      lambda,
    ]);
}

/** The words for what is the job's own, if it is that. */
const jobs = (value: unknown, own: unknown) =>
  value === own ? "the job's" : `not the job's: ${JSON.stringify(value)}`;
const code = (text: string | null | undefined) => (text == null ? "none" : `\`${text}\``);
const firstInPath = (program: string) =>
  execFileSync("sh", ["-c", `command -v ${program}`], { encoding: "utf8" }).trim();
const ownSystem = () =>
  /^ID="?([^"\n]*)/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? null;
const mayWrite = (world: World, folder: string) => (world.writable.includes(folder) ? "yes" : "no");

type Says = (world: World) => string;
const same = (says: Says) => ({ build: says, others: says });

/** For each row, how its cells follow from what a process saw: in the build, and in the preflight and Lambda. */
const ROWS: Readonly<Record<string, { readonly build: Says; readonly others: Says }>> = {
  "the folder of `ruby`": same(({ ruby }) => code(ruby)),
  "a variable of `environment`": same(({ env }) => (env.GREETING === "hello" ? "its value" : "?")),
  "a data store's URL in `environment`": same(({ store }) =>
    store === "localhost" ? "`postgres://localhost/none`" : `its value`,
  ),
  "`RAILS_ENV`, `RACK_ENV`": same(({ env }) =>
    env.RAILS_ENV === env.RACK_ENV ? code(env.RACK_ENV) : "differ",
  ),
  "`NODE_ENV` in `environment`": same(({ env }) => (env.NODE_ENV === "qa" ? "its value" : "?")),
  "`TZ`, and the zone of `Time.now`": same(({ env, zone }) => `${code(env.TZ)}, ${code(zone)}`),
  "`LANG`, `LC_ALL`": same(({ env }) => `${code(env.LANG)}, ${code(env.LC_ALL)}`),
  "`Encoding.default_external`": same(({ encoding }) => code(encoding)),
  "`Dir.pwd`": same(({ cwd }) => code(cwd)),
  "standard input": same(({ stdin }) => code(stdin)),
  "the app's folder can be written to": same((world) => mayWrite(world, "/tmp/mm/app")),
  "`/tmp` can be written to": same((world) => mayWrite(world, "/tmp")),
  "`AWS_REGION`": same(({ env }) => code(env.AWS_REGION)),
  "inputs, tokens and command files of the step": same(({ names }) =>
    names.some((name) => /^(INPUT_|ACTIONS_|STATE_|GITHUB_(ENV|PATH|OUTPUT))/.test(name))
      ? "there"
      : "none",
  ),
  "credentials of AWS": same(({ names }) =>
    names.includes("AWS_SECRET_ACCESS_KEY") ? "the function's" : "none",
  ),
  "`AWS_LAMBDA_*`": same(({ env }) =>
    env.AWS_LAMBDA_FUNCTION_NAME === undefined ? "none" : "the function's",
  ),
  "`CI`, `GITHUB_*` and other variables of the job": {
    build: ({ env }) => jobs(env.CI, "yes"),
    others: ({ names }) =>
      names.some((name) => /^(CI|GITHUB_.*|RUNNER_.*)$/.test(name)) ? "there" : "none",
  },
  "`HOME`": { build: ({ home }) => jobs(home, homedir()), others: ({ home }) => code(home) },
  "the user": {
    build: ({ user }) => jobs(user, userInfo().username),
    others: ({ user, root }) => (root ? "root" : code(user)),
  },
  "`ID` in `/etc/os-release`": {
    build: ({ os }) => jobs(os, ownSystem()),
    others: ({ os }) => code(os),
  },
  "`node`": {
    build: ({ node }) => jobs(node, firstInPath("node")),
    others: ({ node }) => code(node),
  },
  "`git`, `tar`, `gcc` and others": {
    build: ({ programs }) => jobs(programs.includes("git"), true),
    others: ({ programs }) => (programs.length === 0 ? "none" : programs.join(" ")),
  },
  "open files at most": {
    build: ({ files }) => (files === 1024 ? "1024" : "the job's"),
    others: ({ files }) => String(files),
  },
  "files outside `/tmp` can be written to": {
    build: (world) => (mayWrite(world, "/dev/shm") === "yes" ? "as far as the user may" : "no"),
    others: (world) => (world.writable.some((at) => !at.startsWith("/tmp")) ? "yes" : "no"),
  },
};

/** Makes the same table of what was seen. */
export function asSeen(build: World, preflight: World, lambda: World): readonly Row[] {
  return Object.entries(ROWS).map(([what, row]) => [
    what,
    row.build(build),
    row.others(preflight),
    row.others(lambda),
  ]);
}

/**
 * What makes the probe app tell what it sees of each world: to be put before its own rackup file. A preflight shows an
 * app's last lines if a page fails.
 */
export const TELLING = `require_relative "world"
if ENV["MEGAMODE_PREFLIGHT"]
  use(Class.new do
    def initialize(app) = @app = app

    def call(_)
      warn "World: #{JSON.generate(World.seen)}"
      [500, {}, []]
    end
  end)
else
  map("/world") { run ->(_) { [200, {}, [JSON.generate([JSON.parse(File.read("world-in-build.json")), World.seen])]] } }
end
`;

/** Finds what the preflight's app told in the log of a deploy. */
export function toldByPreflight(log: string): World {
  const [, text] = /World: (\{.*\})/.exec(log) ?? [];
  if (text === undefined) throw new Error(`The preflight did not tell what it saw:\n${log}`);
  return JSON.parse(text) as World;
}
