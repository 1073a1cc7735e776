import {
  accessSync,
  closeSync,
  constants,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { childEnvironment, withheldVariables } from "./child-environment.ts";

/** Tells this process, by its own id, that it has started itself anew. The id stays the same. */
const STARTED_ANEW = "MEGAMODE_STARTED_ANEW";

/** File descriptor of the variables that are handed over. */
const FD = 3;
const SHELL = "/bin/sh";

/** Node.js closes its files on exec, so the shell opens this one. Its arguments: the folder with it, the command. */
const HAND_OVER = `exec ${FD}<"$1/variables" && rm -rf "$1" && shift && exec "$@"`;

/**
 * Hides from `/proc/<pid>/environ` what children must not see: a process of the same user can read there what this one
 * was started with. This process starts itself anew, by the same id and with the same files, without these variables,
 * and then sets them for itself alone: that changes its memory, not what /proc shows. It must be called before the
 * first child. Does not return in the process that starts anew.
 * @returns what is open, and why, if this machine does not allow it
 */
export function hideVariables(): string | undefined {
  if (process.env[STARTED_ANEW] === String(process.pid)) {
    takeOver();
    return undefined;
  }
  const withheld = withheldVariables(process.env);
  if (Object.keys(withheld).length === 0) return undefined;
  try {
    startAnew(withheld);
  } catch (error) {
    return `Code of the build could read this step's AWS credentials and inputs in \`/proc/${process.pid}/environ\`: ${(error as Error).message}`;
  }
}

function takeOver(): void {
  delete process.env[STARTED_ANEW];
  Object.assign(process.env, JSON.parse(readFileSync(FD, "utf8")));
  closeSync(FD);
}

function startAnew(withheld: Readonly<Record<string, string>>): never {
  // https://nodejs.org/api/process.html#processexecvefile-args-env
  const { execve } = process as { execve?: (file: string, args: string[], env: object) => never };
  if (execve === undefined)
    throw new Error(`Node.js ${process.version} has no \`process.execve\`.`);
  accessSync(SHELL, constants.X_OK); // If execve fails, Node.js aborts.
  const folder = mkdtempSync(join(process.env.RUNNER_TEMP ?? tmpdir(), "megamode-start-")); // 0700
  try {
    writeFileSync(join(folder, "variables"), JSON.stringify(withheld), { flag: "wx", mode: 0o600 });
    const own = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
    const env = { ...childEnvironment(process.env), [STARTED_ANEW]: String(process.pid) };
    execve.call(process, SHELL, ["sh", "-c", HAND_OVER, "sh", folder, ...own], env);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  throw new Error("it did not start itself anew.");
}
