import type { Ending } from "./outcome.ts";

const MEMORY_POLL_MS = 200;

/** What can end a phase of the runtime. */
export interface Phase {
  /** Resolves when the runtime asks for its next invocation. */
  readonly next: Promise<unknown>;
  /** Resolves to the exit status when the runtime has ended. */
  readonly exit: Promise<number>;
  /** As by `performance.now()`. */
  readonly deadline: number;
  /** Asked now and then. */
  readonly isOverMemory: () => boolean;
}

/** Waits until a phase of the runtime has ended, and watches its memory meanwhile. */
export async function endOfPhase({ next, exit, deadline, isOverMemory }: Phase): Promise<Ending> {
  let timer: NodeJS.Timeout | undefined;
  let watch: NodeJS.Timeout | undefined;
  const timeout = new Promise<Ending>((resolve) => {
    timer = setTimeout(() => resolve({ kind: "timeout" }), deadline - performance.now());
  });
  const memory = new Promise<Ending>((resolve) => {
    watch = setInterval(() => isOverMemory() && resolve({ kind: "memory" }), MEMORY_POLL_MS);
  });
  try {
    return await Promise.race([
      next.then((): Ending => ({ kind: "next" })),
      exit.then((status): Ending => ({ kind: "exit", status })),
      timeout,
      memory,
    ]);
  } finally {
    clearTimeout(timer);
    clearInterval(watch);
  }
}
