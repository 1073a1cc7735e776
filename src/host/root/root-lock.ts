import { open, readFile, rm } from "node:fs/promises";
import { ROOT } from "../../../contract/root.ts";
import { UserError } from "../../errors.ts";
import type { Clock } from "../../ports/clock.ts";

/** The lock lies beside the root, because its holder empties the root. */
const LOCK_FILE = `${ROOT}.lock`;

interface Holder {
  readonly pid: number;
  /** Names the holder to a build that waits: `build of /home/me/app`. */
  readonly what: string;
}

/**
 * Takes the lock on the real root, waiting for its holder.
 * @param limit milliseconds to wait at most
 * @param onWait called once with the holder's description, if there is a holder
 * @param file the lock
 * @returns a function that releases the lock
 * @throws UserError that names the holder when the limit is over
 */
export async function takeRootLock(
  what: string,
  clock: Clock,
  limit: number,
  onWait: (holder: string) => void,
  file = LOCK_FILE,
): Promise<() => Promise<void>> {
  const until = clock.now() + limit;
  let told = false;
  while (!(await create(file, { pid: process.pid, what }))) {
    const holder = await readHolder(file);
    if (holder && !isAlive(holder.pid) && (await removeDead(file))) continue;
    const name = holder ? `${holder.what} (pid ${holder.pid})` : "another build";
    if (!told) onWait(name);
    told = true;
    if (clock.now() > until) {
      throw new UserError(
        `\`${ROOT}\` is still held by ${name} after ${Math.round(limit / 1000)} s.`,
        `Wait for it to end, or remove \`${file}\` if that process is not a build.`,
      );
    }
    await clock.sleep(250);
  }
  return () => rm(file, { force: true });
}

/**
 * Removes a dead holder's lock. One waiter at a time does, and looks again before it removes: of two that saw the
 * same dead holder, the later would remove the lock that another build has taken meanwhile.
 * @returns whether there is reason to try again at once
 */
async function removeDead(file: string): Promise<boolean> {
  const guard = `${file}.dead`;
  if (!(await create(guard, { pid: process.pid, what: "the removal of a lock" }))) return false;
  try {
    const holder = await readHolder(file);
    if (holder && !isAlive(holder.pid)) await rm(file);
    return true;
  } finally {
    await rm(guard);
  }
}

/** Creates the file. @returns false if it exists */
async function create(file: string, holder: Holder): Promise<boolean> {
  try {
    const handle = await open(file, "wx", 0o644);
    await handle.writeFile(JSON.stringify(holder));
    await handle.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Holder;
  } catch {
    return undefined; // Just released, or not completely written yet.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
