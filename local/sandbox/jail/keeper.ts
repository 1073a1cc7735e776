import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import type { Jail } from "./isolation.ts";
import { openOutputPipe } from "./output-pipe.ts";
import { freeze, killAll, type Members, thaw } from "./processes.ts";

/**
 * The first process in a jail: starts the runtime for each line that it reads, and writes its exit status to
 * descriptor 3. It lives as long as the jail, so that /tmp outlives the runtime. 1,024 descriptors are Lambda's.
 */
const KEEPER = `ulimit -n 1024
while read -r turn; do
  (exec "$@" </dev/null 2>&1 3>&-)
  echo "$?" >&3
done`;

/** The command line that runs a program again and again under a keeper. */
export function keeperCommand(program: readonly string[]): string[] {
  return ["/bin/sh", "-c", KEEPER, "keeper", ...program];
}

export interface Kept {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Descriptors after the keeper's four. */
  readonly more?: readonly "pipe"[];
}

export interface Keeper {
  readonly child: ChildProcess;
  /** What it and the runtime write to stdout. */
  readonly output: Readable;
}

/** Start a keeper. Descriptors: 0 turns, 1 output, 2 its own errors, 3 exit statuses. */
export function spawnKeeper({ command, env, cwd, more = [] }: Kept): Keeper {
  const { output, writeEnd, handedOver } = openOutputPipe();
  const stdio: StdioOptions = ["pipe", writeEnd, "pipe", "pipe", ...more];
  const child = spawn(command[0]!, command.slice(1), {
    ...{ env: { ...env }, cwd, stdio },
    detached: true, // Ctrl-C in a terminal is for the stand-in, which then ends its sandboxes.
  });
  handedOver();
  child.stdin!.on("error", () => {}); // Its end is seen by `exit`.
  child.stderr!.resume();
  return { child, output };
}

/** The jail around a keeper. */
export function jailAround(
  { child, output }: Keeper,
  members: Members,
  isKeeper: (pid: number) => boolean,
  cleanUp: () => void,
): Jail {
  const statuses = child.stdio[3] as Readable;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let alive = true;
  let stopped: readonly number[] = [];
  let runtime: Promise<number> | undefined;
  let end: Promise<void> | undefined;
  ended.then(() => {
    alive = false;
  });
  return {
    output,
    get alive() {
      return alive;
    },
    startRuntime() {
      runtime = new Promise<number>((resolve) => {
        statuses.once("data", (line: Buffer) => resolve(Number(line.toString())));
        ended.then(() => resolve(128 + 9));
      });
      (child.stdin as Writable).write("run\n");
      return runtime;
    },
    members: () => members().filter((pid) => !isKeeper(pid)),
    async freeze() {
      stopped = await freeze(members);
    },
    thaw: () => thaw(stopped),
    async clear() {
      await killAll(members, isKeeper);
      await runtime; // Its status must not be taken for that of the next one.
    },
    end() {
      alive = false; // What comes now goes to another one.
      end ??= (async () => {
        await killAll(members, () => false);
        child.kill("SIGKILL");
        await ended;
        output.destroy();
        cleanUp();
      })();
      return end;
    },
  };
}
