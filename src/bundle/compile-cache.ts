import { randomBytes } from "node:crypto";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { PROXY_SECRET } from "../../contract/headers.ts";
import type { ServerCommand } from "../../contract/manifest.ts";
import { APP_DIR, BIN_DIR, COMPILE_CACHE_DIR, ROOT, RUN_DIR, SOCKET } from "../../contract/root.ts";
import { settleTree } from "../inject/settle.ts";
import type { BuildRoot } from "../ports/build-root.ts";
import { BUILDING } from "./build-command.ts";
import { makeReproducible } from "./compile-again.ts";

/** Seconds for the app to boot while every file is compiled. */
const LIMIT = 120;

/**
 * Starts the server, asks it once, ends it. By Ruby: it is what this machine has for certain.
 * Arguments: socket, path, seconds, the server's command.
 */
const START = `
require "socket"
socket, path, limit, *command = ARGV
server = Process.spawn(*command, err: :out)
deadline = Process.clock_gettime(Process::CLOCK_MONOTONIC) + limit.to_i
until (listens = (UNIXSocket.open(socket) rescue nil)) || Process.wait(server, Process::WNOHANG)
  if Process.clock_gettime(Process::CLOCK_MONOTONIC) > deadline
    Process.kill("KILL", server)
    abort "it did not listen within #{limit} s"
  end
  sleep 0.05
end
abort "it ended before it listened" if listens.nil?
listens.write("GET #{path} HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n")
listens.wait_readable(30)
Process.kill("TERM", server)
Process.wait(server)
`;

export interface CompileInput {
  readonly root: BuildRoot;
  readonly server: ServerCommand;
  /** More for the server's environment; never the stage's secrets. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly healthCheckPath: string;
  readonly log: (line: string) => void;
}

/**
 * Has bootsnap compile what the app loads, by starting the very server that ships, at its final path and
 * with its final times: bootsnap knows a file by its path, time and size.
 * @param server as it will be started, with the cache
 * @returns false where the app does not use bootsnap as `require "bootsnap/setup"` sets it up, or did not boot
 */
export async function fillCompileCache(input: CompileInput): Promise<boolean> {
  const { root, server, log } = input;
  const cache = inBacking(root, COMPILE_CACHE_DIR);
  for (const name of await readdir(root.backing)) await settleTree(join(root.backing, name));
  await rm(cache, { recursive: true, force: true });
  const run = inBacking(root, RUN_DIR);
  await mkdir(run, { recursive: true, mode: 0o700 });
  const env = {
    ...BUILDING,
    ...server.defaults,
    ...server.env,
    ...input.env,
    BOOTSNAP_READONLY: "false",
    [PROXY_SECRET]: randomBytes(24).toString("hex"),
  };
  const start = [SOCKET, input.healthCheckPath, String(LIMIT), ...server.argv];
  const { status } = await root.shell.run(
    { file: `${BIN_DIR}/ruby`, args: ["-e", START, "--", ...start], cwd: APP_DIR, env },
    log,
  );
  await rm(run, { recursive: true, force: true });
  const names: readonly string[] = await readdir(join(cache, "bootsnap")).catch(() => []);
  if (names.length === 0) return false;
  if (status !== 0) log("The server did not start here: what it had not loaded is not compiled.");
  await makeReproducible(root, env, log);
  await settleTree(cache);
  return true;
}

function inBacking(root: BuildRoot, path: string): string {
  return join(root.backing, relative(ROOT, path));
}
