import { spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { request } from "node:http";
import { createConnection } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { PROXY_SECRET } from "../contract/headers.ts";
import { HOME_DIR, ROOT, SOCKET } from "../contract/root.ts";
import type { Tree } from "./tree.ts";

/** A way to start a tree's server. */
export interface Start {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Starts it as the proxy does. */
export function asProxy({ manifest }: Tree, env: Readonly<Record<string, string>> = {}): Start {
  const { argv, env: set, defaults } = manifest.server;
  return { argv, env: { ...defaults, ...set, ...env } };
}

/** Starts it as a person would, with bootsnap's cache in its default folder, `tmp/cache`. */
export function asPerson({ manifest }: Tree): Start {
  const { env, defaults } = manifest.server;
  const bootsnap = /^(BOOTSNAP_|DISABLE_BOOTSNAP|RUBY_GC_)/;
  const rest = Object.entries({ ...defaults, ...env }).filter(([name]) => !bootsnap.test(name));
  const argv = ["bundle", "exec", "puma", "-e", "production", "-b", `unix://${SOCKET}`];
  return { argv: [`${ROOT}/bin/${argv[0]}`, ...argv.slice(1)], env: Object.fromEntries(rest) };
}

/**
 * Starts the server and asks it for a page. Needs root: the tree is shown at the root's path in a mount namespace.
 * @returns milliseconds until it listened, and until the first answer
 */
export async function boot(
  tree: Tree,
  { argv, env }: Start,
): Promise<{ readonly listenMs: number; readonly okMs: number }> {
  const socket = join(tree.dir, "run/server.sock");
  rmSync(socket, { force: true });
  const script = `mount --bind "$0" ${ROOT} && cd ${ROOT}/app && exec "$@"`;
  const started = performance.now();
  const child = spawn("unshare", ["--mount", "sh", "-c", script, tree.dir, ...argv], {
    detached: true,
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...env,
      HOME: HOME_DIR,
      SECRET_KEY_BASE: "for-the-benchmark-only".repeat(4),
      DATABASE_URL: "sqlite3::memory:",
      [PROXY_SECRET]: "for-the-benchmark-only",
    },
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  try {
    while (!(existsSync(socket) && (await accepts(socket)))) {
      if (child.exitCode !== null) throw new Error(`${argv.join(" ")} ended: ${child.exitCode}`);
      await setTimeout(2);
    }
    const listenMs = performance.now() - started;
    const status = await get(socket, "/up");
    // Rails redirects a request by HTTP to HTTPS: that is an answer of the app too.
    if (status !== 200 && status !== 301) throw new Error(`/up answers ${status}`);
    return { listenMs, okMs: performance.now() - started };
  } finally {
    if (child.pid && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
    await ended;
  }
}

function accepts(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = createConnection(path, () => {
      connection.destroy();
      resolve(true);
    });
    connection.once("error", () => resolve(false));
  });
}

function get(socketPath: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { host: "localhost" };
    request({ socketPath, path, headers }, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode ?? 0));
    })
      .once("error", reject)
      .end();
  });
}
