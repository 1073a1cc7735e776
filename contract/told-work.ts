/**
 * Begins the line that the gem writes to stdout in a preflight, once the app is loaded: `TOLD_WORK_START + JSON + "\n"`.
 * It says what work the app leaves to others. A client can reach nothing of it, and Lambda never sees it.
 */
export const TOLD_WORK_START = "\u001emegamode-work ";

/** What an app says of itself. Whoever reads it must not take its form on trust: it is the app's own output. */
export interface ToldWork {
  /** Active Job's adapter for whatever names none, such as `async`; null without Active Job. */
  readonly adapter: string | null;
  /** What makes jobs: a job's class, or a model with attachments. */
  readonly jobs: readonly {
    readonly adapter: string;
    readonly kind: "job" | "attachment" | "mailbox";
    readonly name: string;
  }[];
  /** Tasks that a clock starts. */
  readonly tasks: readonly { readonly by: string; readonly name: string }[];
}

/** The most jobs, and the most tasks, that are told. */
export const TOLD_AT_MOST = 50;
