import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { LAMBDA_OPEN_FILES } from "../../../contract/lambda-image.ts";
import type { Jail } from "./isolation.ts";
import { openOutputPipe } from "./output-pipe.ts";
import { freeze, killAll, type Members, parentOf, signal, thaw } from "./processes.ts";

/**
 * The first process in a jail. For each line that it reads, it runs the runtime once and writes its exit status to
 * descriptor 3. It lives as long as the jail, so that /tmp outlives the runtime.
 */
const KEEPER = `ulimit -n ${LAMBDA_OPEN_FILES}
while read -r turn; do
  (exec "$@" </dev/null 2>&1 3>&-)
  echo "$?" >&3
done`;

/** Returns the command line of a keeper that runs the program. */
export function keeperCommand(program: readonly string[]): string[] {
  return ["/bin/sh", "-c", KEEPER, "keeper", ...program];
}

/** How a keeper is started. */
export interface KeeperPlan {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Descriptors after the keeper's own four. */
  readonly more?: readonly "pipe"[];
}

/** A running keeper. */
export interface Keeper {
  readonly child: ChildProcess;
  /** What the keeper and the runtime write to stdout. */
  readonly output: Readable;
}

/** Starts a keeper. Its descriptors: 0 starts the runtime, 1 is output, 2 its own errors, 3 exit statuses. */
export function spawnKeeper({ command, env, cwd, more = [] }: KeeperPlan): Keeper {
  const { output, writeEnd, handedOver } = openOutputPipe();
  const stdio: StdioOptions = ["pipe", writeEnd, "pipe", "pipe", ...more];
  const child = spawn(command[0]!, command.slice(1), {
    env: { ...env },
    cwd,
    stdio,
    // Ctrl-C in a terminal is meant for the embedded AWS, which then ends its sandboxes.
    detached: true,
  });
  handedOver();
  child.stdin!.on("error", () => {}); // `exit` tells that it has ended.
  child.stderr!.resume();
  return { child, output };
}

/** Makes a jail of a running keeper. */
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
    async terminate(milliseconds) {
      if (!alive || runtime === undefined) return;
      alive = false; // From now on, invocations go to another jail.
      const keepers = members().filter(isKeeper);
      thaw(stopped);
      for (const pid of members()) {
        if (!isKeeper(pid) && keepers.includes(parentOf(pid) ?? 0)) signal(pid, "SIGTERM");
      }
      await Promise.race([runtime, sleep(milliseconds, undefined, { ref: false })]);
    },
    async clear() {
      await killAll(members, isKeeper);
      await runtime; // Otherwise its status could be taken for that of the next runtime.
    },
    end() {
      alive = false; // From now on, invocations go to another jail.
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
