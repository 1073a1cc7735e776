import { open, readFile, rm } from "node:fs/promises";
import { ROOT } from "../../contract/root.ts";
import { UserError } from "../errors.ts";
import type { Clock } from "../ports/clock.ts";

/** Beside the root, not in it: the root is emptied by its holder. */
export const LOCK_FILE = `${ROOT}.lock`;

interface Holder {
  readonly pid: number;
  /** What holds it, for the one who waits: `build of /home/me/app`. */
  readonly what: string;
}

/**
 * Takes the lock on the real root, waiting for its holder.
 * @param limit milliseconds to wait at most
 * @param waiting called once with the holder's description, if there is one
 * @returns gives the lock up
 * @throws UserError naming the holder when the limit is over
 */
export async function takeRootLock(
  what: string,
  clock: Clock,
  limit: number,
  waiting: (holder: string) => void,
): Promise<() => Promise<void>> {
  const until = clock.now() + limit;
  let told = false;
  while (!(await tryLock({ pid: process.pid, what }))) {
    const holder = await readHolder();
    if (holder && !alive(holder.pid)) {
      await rm(LOCK_FILE, { force: true });
      continue;
    }
    const name = holder ? `${holder.what} (pid ${holder.pid})` : "another build";
    if (!told) waiting(name);
    told = true;
    if (clock.now() > until) {
      throw new UserError(
        `\`${ROOT}\` is still held by ${name} after ${Math.round(limit / 1000)} s.`,
        `Wait for it to end, or remove \`${LOCK_FILE}\` if that process is not a build.`,
      );
    }
    await clock.sleep(250);
  }
  return () => rm(LOCK_FILE, { force: true });
}

async function tryLock(holder: Holder): Promise<boolean> {
  try {
    const file = await open(LOCK_FILE, "wx", 0o644);
    await file.writeFile(JSON.stringify(holder));
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function readHolder(): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(LOCK_FILE, "utf8")) as Holder;
  } catch {
    return undefined; // Given up, or half written, between two looks.
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
