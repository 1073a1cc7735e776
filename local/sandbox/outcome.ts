import type { Posted } from "./runtime-api/posted.ts";

/** How a phase of the runtime ended. */
export type Ending =
  | { readonly kind: "next" }
  | { readonly kind: "exit"; readonly status: number }
  | { readonly kind: "timeout" }
  | { readonly kind: "memory" };

/** What the invoker receives, and what the platform logs. */
export interface Verdict {
  readonly payload: Buffer;
  readonly functionError?: "Unhandled";
  /** Whether the response went to the invocation's sink. */
  readonly streamed?: true;
  readonly failure?: { readonly status: "timeout" | "error"; readonly errorType?: string };
  /** A line that the platform logs before END. */
  readonly line?: string;
}

/** Judges an invocation by how it ended and what the runtime posted. */
export function judge(
  requestId: string,
  ending: Ending,
  posted: Posted | undefined,
  timeoutSeconds: number,
): Verdict {
  switch (ending.kind) {
    case "timeout": {
      const text = `Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
      return {
        payload: describe("Sandbox.Timedout", `RequestId: ${requestId} Error: ${text}`),
        functionError: "Unhandled",
        failure: { status: "timeout" },
        line: `${new Date().toISOString()} ${requestId} ${text}\n`,
      };
    }
    case "memory":
      return crashed(requestId, "Runtime exited with error: signal: killed", "Runtime.OutOfMemory");
    case "exit":
      // The runtime posts the reason before it exits.
      if (posted?.errorType !== undefined) return failed(posted, posted.errorType);
      return crashed(requestId, exitReason(ending.status), "Runtime.ExitError");
    case "next":
      if (posted === undefined) throw new Error("The runtime asked for the next event unanswered");
      return {
        payload: posted.payload,
        ...(posted.errorType !== undefined && { functionError: "Unhandled" }),
        ...(posted.streamed && { streamed: true }),
      };
  }
}

/** Words an exit status as Go's os/exec does: 128 + n is signal n. */
export function exitReason(status: number): string {
  if (status === 0) return "Runtime exited without providing a reason";
  if (status <= 128) return `Runtime exited with error: exit status ${status}`;
  return `Runtime exited with error: signal: ${SIGNALS[status - 128] ?? status - 128}`;
}

const SIGNALS: Readonly<Record<number, string>> = {
  4: "illegal instruction",
  6: "aborted",
  7: "bus error",
  9: "killed",
  11: "segmentation fault",
  15: "terminated",
};

function failed(posted: Posted, errorType: string): Verdict {
  return {
    payload: posted.payload,
    functionError: "Unhandled",
    failure: { status: "error", errorType },
  };
}

function crashed(requestId: string, reason: string, reported: string): Verdict {
  const message = `RequestId: ${requestId} Error: ${reason}`;
  return {
    payload: describe("Runtime.ExitError", message),
    functionError: "Unhandled",
    failure: { status: "error", errorType: reported },
    line: `${message}\nRuntime.ExitError`,
  };
}

function describe(errorType: string, errorMessage: string): Buffer {
  return Buffer.from(JSON.stringify({ errorType, errorMessage }));
}
