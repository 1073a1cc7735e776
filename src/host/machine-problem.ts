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
  EIO: ["A disk of this machine cannot be read", "Run the job on another machine."],
};

/** Causes of causes that are looked at. */
const DEEPEST = 5;

/** Explains an error of the machine, which no user's code and none of ours can mend; undefined for any other. */
export function machineProblem(error: unknown): UserError | undefined {
  let at = error;
  for (let depth = 0; depth < DEEPEST && at instanceof Error; depth += 1) {
    const { code, syscall } = at as NodeJS.ErrnoException;
    const [what, fix] = PROBLEMS[code ?? ""] ?? [];
    // Only the system's own errors name a call; what they quote may be a secret.
    if (what !== undefined && fix !== undefined && syscall !== undefined) {
      return new UserError(`${what} (${code}, ${syscall}).`, fix, { cause: error });
    }
    at = at.cause;
  }
  return undefined;
}
