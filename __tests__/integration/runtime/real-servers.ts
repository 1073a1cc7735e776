import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { APP_DIR, BIN_DIR, GEMS_DIR, SOCKET, TCP_PORT } from "../../../contract/root.ts";
import { readEventSettings } from "../../../runtime/src/events/event-settings.ts";
import { LeftOutHeaders } from "../../../runtime/src/logs/left-out-headers.ts";
import { Once } from "../../../runtime/src/logs/once.ts";
import type { EventDeps } from "../../../runtime/src/requests/answer-event.ts";
import type { StreamDeps } from "../../../runtime/src/requests/stream-http.ts";
import { Forwarder } from "../../../runtime/src/server/forwarder.ts";
import { RackServer } from "../../../runtime/src/server/rack-server.ts";
import type { Readiness } from "../../../runtime/src/server/readiness.ts";
import type { RecycleLimits } from "../../../runtime/src/server/recycling.ts";
import { Sandbox } from "../../../runtime/src/server/sandbox.ts";
import type { SandboxOptions } from "../../../runtime/src/server/sandbox-options.ts";
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
/** Puma with the Rack before the present one. */
const WITH_RACK_2 = {
  ...BUNDLER,
  BUNDLE_GEMFILE: fileURLToPath(
    new URL("../../fixtures/runtime/servers-rack-2/Gemfile", import.meta.url),
  ),
};

/** Installs the servers' gems. @returns Ruby's ABI */
export function installServers(rack: 2 | 3 = 3): string {
  const env = { ...process.env, ...(rack === 2 ? WITH_RACK_2 : BUNDLER) };
  execFileSync("bundle", ["install", "--quiet"], { env, stdio: "pipe" });
  return execFileSync("ruby", ["-e", 'print RbConfig::CONFIG["ruby_version"]'], {
    encoding: "utf8",
  });
}

export interface RealServer {
  readonly deps: EventDeps & StreamDeps;
  readonly sandbox: Sandbox;
  readonly output: Collected;
  readonly root: string;
  /** The app's folder. */
  readonly folder: string;
  /** The port that it is to listen on, if it is one. */
  readonly port: number | undefined;
  /** The sandbox of a runtime that follows this one, in its place. */
  again(): Sandbox;
  /** The id of the server's process and of its group. */
  pid(): number;
  stop(): Promise<void>;
}

/** What a test may change of a server. */
export interface ServerChanges {
  /** Rack's major version. With 2, there is Puma alone. */
  readonly rack?: 2 | 3;
  /** The app's own config.ru. */
  readonly configRu?: string;
  readonly requestTimeoutMs?: number;
  readonly recycle?: RecycleLimits;
  readonly readiness?: Readiness | undefined;
  /** Added to the function's environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** A shell line in place of the server's own, and the port that it is to listen on. */
  readonly command?: { readonly line: string; readonly port: number };
}

/**
 * Starts a rack server with the files, and by the command, with which it runs in Lambda, in a folder of its own. Its
 * interpreter waits first, as in Lambda.
 */
export function startServer(
  name: ServerName,
  abi: string,
  {
    configRu,
    requestTimeoutMs = 60_000,
    recycle,
    readiness,
    environment,
    command,
    rack,
  }: ServerChanges = {},
): RealServer {
  const root = mkdtempSync(join(tmpdir(), "mm-"));
  const folder = join(root, "app");
  const socket = join(root, "run/server.sock");
  const here = (text: string) =>
    text
      .replace(`${BIN_DIR}/ruby`, "ruby")
      .replace(GEMS_DIR, BUNDLER.BUNDLE_PATH)
      .replace(SOCKET, socket)
      .replaceAll(APP_DIR, folder);
  cpSync(app, folder, { recursive: true });
  if (configRu !== undefined) writeFileSync(join(folder, "config.ru"), configRu);
  mkdirSync(join(folder, ".megamode"));
  cpSync(gem, join(folder, ".megamode/gem"), { recursive: true });
  const ours = { "config.ru": RACKUP, "puma.rb": PUMA_CONFIG, "unicorn.rb": here(UNICORN) };
  for (const [file, text] of Object.entries(ours)) {
    writeFileSync(join(folder, ".megamode", file), text);
  }
  const server = command
    ? ({ name: "command", command: command.line } as const)
    : { name, version: undefined };
  const made = serverCommand({ kind: "rack", server, locked: new Map() }, "production", {
    abi,
    bundler: rack === 2 ? WITH_RACK_2 : BUNDLER,
  });
  const output = new Collected();
  const place = { runDir: join(root, "run"), socket, home: join(root, "home") };
  const options: SandboxOptions = {
    manifest: {
      schema: 1,
      archives: [],
      server: {
        ...made,
        argv: made.argv.map(here),
        cwd: folder,
        ...(command && {
          port: command.port,
          argv: made.argv.map((text) => here(text).replace(`${TCP_PORT}`, `${command.port}`)),
          env: { ...made.env, PORT: String(command.port) },
        }),
      },
      label: "Rack",
      healthCheck: { path: "/" },
    },
    s3: { bucket: "b", region: "eu-west-1", accessKeyId: "a", secretAccessKey: "s" },
    root,
    place,
    environment: {
      PATH: process.env.PATH!,
      RUBYLIB: join(folder, ".megamode/gem/lib"),
      ...environment,
    },
    output,
    startedAt: performance.now(),
    ...(recycle && { recycle }),
    readiness,
  };
  const open = () =>
    new Sandbox(options, {
      loadBundle: async () => ({ fetchMs: 0, unpackMs: 0, reused: [] }),
      loadLater: async () => {},
      // `mayWait()` would not let it wait: RUBYLIB leads to the gem, which an app's Gemfile does otherwise.
      startServer: (of) => new RackServer({ ...of, waits: !command }),
    });
  const sandbox = open();
  const forwarder = new Forwarder(command ? { port: command.port } : socket);
  const leftOutHeaders = new LeftOutHeaders(output);
  const deps = {
    sandbox,
    forwarder,
    output,
    leftOutHeaders,
    once: new Once(output),
    requestTimeoutMs,
    failsInvocation: () => false,
    events: readEventSettings(environment ?? {}),
  };
  return {
    deps,
    sandbox,
    port: command?.port,
    again() {
      deps.sandbox = open();
      return deps.sandbox;
    },
    output,
    root,
    folder,
    pid: () => Number(readFileSync(join(root, "run/server.pid"), "latin1").split(" ")[0]),
    async stop() {
      forwarder.close();
      await sandbox.stop(0);
      rmSync(root, { recursive: true, force: true });
    },
  };
}
