import { rm } from "node:fs/promises";
import { join } from "node:path";
import { listNames } from "../../files.ts";
import { setDeterministicMetadata } from "../../inject/copy/deterministic-metadata.ts";
import { CACHE } from "./compiled-files.ts";
import { makeReproducible } from "./make-reproducible.ts";
import { type StartInput, startServer } from "./start-server.ts";

export interface Filled {
  /** False if nothing was compiled: the app does not `require "bootsnap/setup"`, or did not boot. */
  readonly isFilled: boolean;
  /** What the server loaded before the app set bootsnap up, as `startServer` returns it. */
  readonly loaded: readonly string[];
}

/**
 * Has bootsnap compile what the app loads, by starting the same server that ships. Its files have their final paths and
 * times, because bootsnap identifies a file by path, time and size.
 * @param input `server` with the cache
 */
export async function fillCompileCache(input: StartInput): Promise<Filled> {
  const { root, log } = input;
  const cache = join(root.backing, CACHE);
  for (const name of await listNames(root.backing))
    await setDeterministicMetadata(join(root.backing, name));
  await rm(cache, { recursive: true, force: true });
  const { isUp, env, loaded } = await startServer(input, { BOOTSNAP_READONLY: "false" });
  const isFilled = (await listNames(join(cache, "bootsnap"))).length > 0;
  if (!isFilled) return { isFilled, loaded };
  if (!isUp)
    log(
      "The server did not start here, so only the files that it had loaded by then are compiled.",
    );
  await makeReproducible(root, env, log);
  await setDeterministicMetadata(cache);
  return { isFilled, loaded };
}
