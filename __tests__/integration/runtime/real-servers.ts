import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { APP_DIR, BIN_DIR, GEMS_DIR, SOCKET } from "../../../contract/root.ts";
import { LeftOutHeaders } from "../../../runtime/src/logs/left-out-headers.ts";
import type { RequestDeps } from "../../../runtime/src/requests/answer.ts";
import { Forwarder } from "../../../runtime/src/server/forwarder.ts";
import { RackServer } from "../../../runtime/src/server/rack-server.ts";
import { serverCommand } from "../../../src/app/server/command.ts";
import { PUMA_CONFIG, RACKUP, UNICORN } from "../../../src/inject/plan/added-files.ts";
import { Collected } from "../../runtime/logs/collected.ts";

const app = fileURLToPath(new URL("../../fixtures/runtime/servers/", import.meta.url));
const gem = fileURLToPath(new URL("../../../runtime/gem/", import.meta.url));

export type ServerName = "puma" | "unicorn" | "falcon" | "webrick";

/** Gems are compiled once a machine: that takes half a minute. */
const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "megamode-deploy");
const BUNDLER = {
  BUNDLE_GEMFILE: join(app, "Gemfile"),
  BUNDLE_PATH: join(CACHE, "tests/servers"),
  BUNDLE_FROZEN: "true",
  BUNDLE_JOBS: "4",
};

/** Installs the servers' gems. @returns Ruby's ABI */
export function installServers(): string {
  const env = { ...process.env, ...BUNDLER };
  execFileSync("bundle", ["install", "--quiet"], { env, stdio: "pipe" });
  return execFileSync("ruby", ["-e", 'print RbConfig::CONFIG["ruby_version"]'], {
    encoding: "utf8",
  });
}

export interface RealServer {
  readonly deps: RequestDeps;
  readonly output: Collected;
  stop(): Promise<void>;
}

/**
 * Starts a rack server with the files, and by the command, with which it runs in Lambda, in a folder of its own. Its
 * interpreter waits first, as in Lambda.
 */
export function startServer(name: ServerName, abi: string): RealServer {
  const root = mkdtempSync(join(tmpdir(), "mm-"));
  const folder = join(root, "app");
  const socket = join(root, "run/server.sock");
  const here = (text: string) =>
    text
      .replace(`${BIN_DIR}/ruby`, "ruby")
      .replace(GEMS_DIR, BUNDLER.BUNDLE_PATH)
      .replace(SOCKET, socket)
      .replace(APP_DIR, folder);
  cpSync(app, folder, { recursive: true });
  mkdirSync(join(folder, ".megamode"));
  cpSync(gem, join(folder, ".megamode/gem"), { recursive: true });
  const ours = { "config.ru": RACKUP, "puma.rb": PUMA_CONFIG, "unicorn.rb": here(UNICORN) };
  for (const [file, text] of Object.entries(ours)) {
    writeFileSync(join(folder, ".megamode", file), text);
  }
  const command = serverCommand(
    { kind: "rack", server: { name, version: undefined }, locked: new Map() },
    "production",
    { abi, bundler: BUNDLER },
  );
  const output = new Collected();
  const server = new RackServer({
    command: { ...command, argv: command.argv.map(here), cwd: folder },
    label: "Rack",
    place: { runDir: join(root, "run"), socket, home: join(root, "home") },
    environment: { PATH: process.env.PATH!, RUBYLIB: join(folder, ".megamode/gem/lib") },
    output,
    waits: true,
  });
  server.proceed();
  const forwarder = new Forwarder(socket);
  const counts = { prewarms: 0, calls: 0 };
  const sandbox = {
    warm: true,
    counts,
    countCall: () => {},
    settled: async () => {},
    restart: async () => {},
    async ready() {
      await server.ready;
      return server;
    },
  };
  const leftOutHeaders = new LeftOutHeaders(output);
  return {
    deps: {
      sandbox,
      forwarder,
      output,
      leftOutHeaders,
      requestTimeoutMs: 60_000,
      failsInvocation: () => false,
    },
    output,
    async stop() {
      forwarder.close();
      await server.stop();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
