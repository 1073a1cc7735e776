import { chmod, lstat, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../../contract/root.ts";
import { UserError } from "../../errors.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import type { Clock } from "../../ports/clock.ts";
import { createShell, type Wrap } from "../shell.ts";
import { runTrial } from "../trial/trial.ts";
import { hiddenPaths } from "./hidden-paths.ts";
import { isolations, works } from "./isolations.ts";
import { takeRootLock } from "./root-lock.ts";

/** Milliseconds that a build waits for another one if both need the real root. */
const LOCK_LIMIT = 15 * 60_000;

/**
 * Gives this build a root of its own: a folder that children see at `/tmp/mm` in a private mount namespace. If
 * the machine allows none, it is the real `/tmp/mm` under a lock.
 * @param what names this build to another one that has to wait
 * @param log gets a line that names the build that this one waits for
 * @param added variables that every child gets
 */
export async function openBuildRoot(
  what: string,
  clock: Clock,
  log: (line: string) => void,
  added: Variables = {},
): Promise<BuildRoot> {
  const folder = await mkdtemp(join(process.env.RUNNER_TEMP ?? tmpdir(), "megamode-build-"));
  const scratch = join(folder, "scratch");
  await mkdir(scratch);
  const remove = () => rm(folder, { recursive: true, force: true });
  const open = async (): Promise<Root> =>
    (await isolatedRoot(join(folder, "root"), added)) ?? lockedRoot(what, clock, log, added);
  const root = await open().catch(async (error) => {
    await remove();
    throw error;
  });
  let released: Promise<void> | undefined;
  const release = () => {
    released ??= root.release();
    return released;
  };
  const { wrap, ...rest } = root;
  return {
    ...rest,
    scratch,
    trial: (plan) => runTrial(plan, { backing: root.backing, wrap, scratch }, createShell()),
    release,
    close: async () => {
      await release();
      await remove();
    },
  };
}

type Variables = Readonly<Record<string, string>>;

type Root = Omit<BuildRoot, "scratch" | "trial" | "close"> & { readonly wrap?: Wrap };

async function isolatedRoot(backing: string, added: Variables): Promise<Root | undefined> {
  await mkdir(backing);
  await mkdir(ROOT, { recursive: true, mode: 0o700 });
  await writeFile(join(backing, ".probe"), "");
  const hidden = hiddenPaths(process.env);
  for (const isolation of isolations(process.getuid?.() ?? -1)) {
    const wrap = isolation.wrap(backing, hidden);
    const shell = createShell(wrap, added);
    if (!(await works(shell))) continue;
    await rm(join(backing, ".probe"));
    return {
      backing,
      wrap,
      shell,
      isolation: isolation.name,
      hidesProcesses: isolation.hidesProcesses,
      release: () => rm(backing, { recursive: true, force: true }),
    };
  }
  return undefined;
}

async function lockedRoot(
  what: string,
  clock: Clock,
  log: (line: string) => void,
  added: Variables,
): Promise<Root> {
  await requireOwnRoot();
  const unlock = await takeRootLock(what, clock, LOCK_LIMIT, (holder) =>
    log(`Waiting for ${holder}, because this machine cannot isolate builds from each other.`),
  );
  await emptyRoot();
  return {
    backing: ROOT,
    shell: createShell(undefined, added),
    isolation: "lock",
    hidesProcesses: false,
    release: async () => {
      await emptyRoot();
      await unlock();
    },
  };
}

/** Fails when another user owns the root, who could change it during the build. */
async function requireOwnRoot(): Promise<void> {
  const stat = await lstat(ROOT);
  if (!stat.isDirectory() || stat.uid !== process.getuid?.()) {
    throw new UserError(
      `\`${ROOT}\` belongs to another user, and this machine allows no mount namespace to hide it.`,
      `Remove \`${ROOT}\`, or install bubblewrap, or allow \`sudo -n\`.`,
    );
  }
  await chmod(ROOT, 0o700);
}

async function emptyRoot(): Promise<void> {
  for (const name of await readdir(ROOT)) {
    await rm(join(ROOT, name), { recursive: true, force: true });
  }
}
