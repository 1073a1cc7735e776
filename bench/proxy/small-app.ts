import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { Env } from "../../contract/environment.ts";
import { MANIFEST_FILE, type Manifest } from "../../contract/manifest.ts";
import { APP_DIR, BIN_DIR, GEMS_DIR } from "../../contract/root.ts";
import { serverCommand } from "../../src/app/server/command.ts";
import { PUMA_CONFIG, RACKUP } from "../../src/inject/plan/added-files.ts";

const project = resolve(import.meta.dirname, "../..");
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "megamode-deploy");

/** Bundler's environment for the bench's own gems, which are compiled once a machine. */
export const BUNDLER = {
  BUNDLE_GEMFILE: join(import.meta.dirname, "Gemfile"),
  BUNDLE_PATH: join(cache, "bench/proxy"),
  BUNDLE_FROZEN: "true",
};

/** A small Rack app, as a release of it would lie in Lambda, but for Ruby and the gems, which are this machine's. */
export interface SmallApp {
  /** What is put below the root. */
  readonly files: string;
  readonly env: Readonly<Record<string, string>>;
}

/** @param folder to make it in @param responseMode of its manifest */
export function prepareSmallApp(folder: string, responseMode?: "stream"): SmallApp {
  const ours = join(folder, "files/app/.megamode");
  const task = join(folder, "task");
  mkdirSync(ours, { recursive: true });
  mkdirSync(task);
  // Says that the only archive, which has no pieces, is there.
  mkdirSync(join(folder, "files/.loaded"));
  writeFileSync(join(folder, "files/.loaded/app"), "");
  cpSync(join(import.meta.dirname, "config.ru"), join(folder, "files/app/config.ru"));
  cpSync(join(project, "dist/gem"), join(ours, "gem"), { recursive: true });
  writeFileSync(join(ours, "config.ru"), RACKUP);
  writeFileSync(join(ours, "puma.rb"), PUMA_CONFIG);
  execFileSync("bundle", ["install", "--quiet"], { env: { ...process.env, ...BUNDLER } });
  const version = 'print RbConfig::CONFIG["ruby_version"]';
  const abi = execFileSync("ruby", ["-e", version], { encoding: "utf8" });
  const app = { kind: "rack", server: { name: "puma", version: undefined }, locked: new Map() };
  const command = serverCommand(app as never, "production", { abi, bundler: BUNDLER });
  const here = (text: string) =>
    text.replace(`${BIN_DIR}/ruby`, "ruby").replace(GEMS_DIR, BUNDLER.BUNDLE_PATH);
  const manifest: Manifest & { responseMode?: string } = {
    schema: 1,
    archives: [{ name: "app", prefix: "app/", pieces: [], bytes: 0, unpackedBytes: 0 }],
    server: { ...command, argv: command.argv.map(here) },
    label: "Rack",
    healthCheck: { path: "/" },
    ...(responseMode && { responseMode }),
  };
  writeFileSync(join(task, MANIFEST_FILE), JSON.stringify(manifest));
  return { files: join(folder, "files"), env: lambdaLike(task) };
}

/** @param task the folder of the function's code */
export function lambdaLike(task: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? "",
    LAMBDA_TASK_ROOT: task,
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "a",
    AWS_SECRET_ACCESS_KEY: "s",
    [Env.bucket]: "bench",
    RUBYLIB: `${APP_DIR}/.megamode/gem/lib`,
  };
}
