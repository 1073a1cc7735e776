import { spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import type { ServerCommand } from "../contract/manifest.ts";
import { HOME_DIR, ROOT, SOCKET } from "../contract/root.ts";
import { serverEnvironment } from "../contract/server-environment.ts";
import { accepts, ask } from "./ask.ts";
import type { Answer } from "./page.ts";
import { descendantsOf, type Usage, usageOf } from "./processes.ts";
import type { Surroundings } from "./surroundings.ts";
import type { Tree } from "./tree.ts";

/** Settings of ours that make a boot quicker. */
const OURS = /^(BOOTSNAP_|DISABLE_BOOTSNAP|RUBY_GC_|MEGAMODE_)/;

/** A server that does not listen by then never will. */
const PATIENCE_MS = 300_000;

/** Binds the tree to the root and file systems to their places, says so on descriptor 3, and becomes the server. */
const SCRIPT = `mount --bind "$1" ${ROOT}
[ "$2" = 0 ] || mount -t tmpfs none /mnt
cd ${ROOT}/app
count=$2
shift 2
while [ "$count" -gt 0 ]; do
  mkdir -p "$2" && mount --bind "$1" "$2"
  count=$((count - 1))
  shift 2
done
echo >&3
exec "$@" 3>&-`;

/** Starts it as the proxy does. @param env more variables */
export function asProxy({ manifest }: Tree, env: Readonly<Record<string, string>> = {}) {
  const { server } = manifest;
  return { ...server, env: { ...server.env, ...env } };
}

/** Starts it as a person would, with bootsnap's cache in its default folder, `tmp/cache`. */
export function asPerson({ manifest }: Tree): ServerCommand {
  const { cwd, env, defaults } = manifest.server;
  const rest = (all: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => !OURS.test(name)));
  const puma = ["exec", "puma", "-e", "production", "-b", `unix://${SOCKET}`];
  return { argv: [`${ROOT}/bin/bundle`, ...puma], cwd, env: rest(env), defaults: rest(defaults) };
}

/** What a start took. Milliseconds from the moment at which the server's first program is executed. */
export interface Boot extends Usage {
  /** Until it listened. */
  readonly listenMs: number;
  /** Until the answer to the first request had arrived. */
  readonly pageMs: number;
  readonly answer: Answer;
}

/**
 * Starts a server with the function's environment and mounts, and asks it for a page. Needs root: the tree is shown at
 * the root's path in a mount namespace.
 */
export async function boot(
  tree: Tree,
  command: ServerCommand,
  { environment, mounts }: Surroundings,
  path: string,
): Promise<Boot> {
  const socket = join(tree.dir, "run/server.sock");
  rmSync(socket, { force: true });
  const places = [tree.dir, String(mounts.length), ...mounts.flatMap(({ from, to }) => [from, to])];
  const child = spawn(
    "unshare",
    ["--mount", "sh", "-e", "-c", SCRIPT, "sh", ...places, ...command.argv],
    {
      detached: true,
      stdio: ["ignore", "ignore", "pipe", "pipe"],
      env: serverEnvironment(environment, command, HOME_DIR, "for-the-benchmark-only"),
    },
  );
  const pid = child.pid ?? 0;
  let errors = "";
  child.stderr?.on("data", (text: Buffer) => {
    errors = (errors + text).slice(-2000);
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const executed = new Promise<void>((resolve) =>
    (child.stdio[3] as Readable).once("data", () => resolve()),
  );
  try {
    await Promise.race([executed, ended]);
    const started = performance.now();
    const before = usageOf([pid]).cpuMs; // Of making the namespace and the mounts, which no server does.
    while (!(existsSync(socket) && (await accepts(socket)))) {
      if (child.exitCode !== null || child.signalCode !== null) {
        const how = child.signalCode ?? child.exitCode;
        throw new Error(`${command.argv.join(" ")} ended before it listened: ${how}\n${errors}`);
      }
      if (performance.now() - started > PATIENCE_MS) {
        throw new Error(`${command.argv.join(" ")} did not listen in ${PATIENCE_MS} ms\n${errors}`);
      }
      await setTimeout(2);
    }
    const listenMs = performance.now() - started;
    const answer = await ask(socket, path);
    const pageMs = performance.now() - started;
    const { cpuMs, rssMb } = usageOf([pid, ...descendantsOf(pid)]);
    return { listenMs, pageMs, answer, cpuMs: cpuMs - before, rssMb };
  } finally {
    if (pid && child.exitCode === null && child.signalCode === null) process.kill(-pid, "SIGKILL");
    await ended;
  }
}
