import { randomBytes } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { PROXY_SECRET } from "../../../contract/headers.ts";
import type { ServerCommand } from "../../../contract/manifest.ts";
import {
  APP_DIR,
  BIN_DIR,
  COMPILE_CACHE_DIR,
  ROOT,
  RUN_DIR,
  SOCKET,
} from "../../../contract/root.ts";
import { loadingEverything } from "../../app/server/eager-load.ts";
import { listNames } from "../../files.ts";
import { setDeterministicMetadata } from "../../inject/copy/deterministic-metadata.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import { BUILDING } from "../build-command.ts";
import { makeReproducible } from "./make-reproducible.ts";
import { START_ONCE } from "./start-once.ts";

/** Seconds in which the app must boot while every file is compiled, and in which it must end after SIGTERM. */
const LIMITS = ["120", "15"];

export interface CompileInput {
  readonly root: Pick<BuildRoot, "backing" | "shell">;
  /** The server's command and environment in Lambda, with the cache. */
  readonly server: ServerCommand;
  /** Variables of the app, which come before the server's defaults. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly healthCheckPath: string;
  readonly log: (line: string) => void;
}

/**
 * Has bootsnap compile what the app loads, by starting the same server that ships. Its files have their final paths and
 * times, because bootsnap identifies a file by path, time and size.
 * @returns false if nothing was compiled: the app does not `require "bootsnap/setup"`, or did not boot
 */
export async function fillCompileCache(input: CompileInput): Promise<boolean> {
  const { root, server, log } = input;
  const cache = inBacking(root, COMPILE_CACHE_DIR);
  for (const name of await listNames(root.backing))
    await setDeterministicMetadata(join(root.backing, name));
  await rm(cache, { recursive: true, force: true });
  const run = inBacking(root, RUN_DIR);
  await mkdir(run, { recursive: true, mode: 0o700 });
  const env = {
    ...BUILDING,
    ...server.defaults,
    ...input.env,
    ...server.env,
    ...loadingEverything(server),
    BOOTSNAP_READONLY: "false",
    [PROXY_SECRET]: randomBytes(24).toString("hex"),
  };
  const start = [SOCKET, input.healthCheckPath, ...LIMITS, ...server.argv];
  const { status } = await root.shell.run(
    { file: `${BIN_DIR}/ruby`, args: ["-e", START_ONCE, "--", ...start], cwd: APP_DIR, env },
    log,
  );
  await rm(run, { recursive: true });
  if ((await listNames(join(cache, "bootsnap"))).length === 0) return false;
  if (status !== 0)
    log(
      "The server did not start here, so only the files that it had loaded by then are compiled.",
    );
  await makeReproducible(root, env, log);
  await setDeterministicMetadata(cache);
  return true;
}

function inBacking(root: CompileInput["root"], path: string): string {
  return join(root.backing, relative(ROOT, path));
}
