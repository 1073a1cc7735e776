import { UserError } from "../errors.ts";

/** What the system says when a machine is at its end, in words, and what its owner can do. */
const PROBLEMS: Readonly<Record<string, readonly [what: string, fix: string]>> = {
  ENOSPC: [
    "A disk of this machine is full",
    "Free some space in a step before this one, or use a larger runner. A build writes to the folder that TMPDIR names.",
  ],
  EDQUOT: ["This user's share of the disk is used up", "Free some space, or ask for more."],
  EROFS: [
    "A folder of this machine cannot be written to",
    "Let TMPDIR, HOME and RUNNER_TEMP name folders that this user may write to.",
  ],
  EMFILE: [
    "This process may not open as many files as it needs",
    "Raise the limit in the step that starts it: `ulimit -n 65536`.",
  ],
  ENFILE: ["This machine has too many open files", "End other programs on it, and run again."],
  ENOMEM: ["This machine has no memory left", "Use a larger runner."],
  E2BIG: [
    "A program could not be started: its variables are too large for this machine",
    "Give shorter values in `env:` and `build-environment`: 128 KB is the most for one.",
  ],
  EIO: ["A disk of this machine cannot be read", "Run the job on another machine."],
};

/** What this user may not read or write: the path says which step made it. */
const REFUSED: ReadonlySet<string | undefined> = new Set(["EACCES", "EPERM"]);

/** Causes of causes that are looked at. */
const DEEPEST = 5;

/** Explains an error of the machine, which no user's code and none of ours can mend; undefined for any other. */
export function machineProblem(error: unknown): UserError | undefined {
  let at = error;
  for (let depth = 0; depth < DEEPEST && typeof at === "object" && at !== null; depth += 1) {
    const { code, syscall, cause, path } = at as NodeJS.ErrnoException;
    if (REFUSED.has(code) && path !== undefined) {
      return new UserError(
        `This job's user may not use \`${path}\` (${code}, ${syscall}).`,
        'Give it to this user in the step that made it: what Docker writes belongs to root (`sudo chown -R "$USER" .`).',
        { cause: error },
      );
    }
    const [what, fix] = PROBLEMS[code ?? ""] ?? [];
    // Only the system's own errors name a call; what they quote may be a secret.
    if (what !== undefined && fix !== undefined && syscall !== undefined) {
      return new UserError(`${what} (${code}, ${syscall}).`, fix, { cause: error });
    }
    at = cause;
  }
  return undefined;
}
