/** Says that the rack server did not start, or went away. The message ends with the app's own last lines. */
export class ServerError extends Error {
  /** @param reason one line */
  constructor(reason: string, lines: readonly string[] = []) {
    super(lines.length > 0 ? `${reason}. Its last lines:\n${lines.join("\n")}` : reason);
    this.name = "ServerError";
  }
}

/**
 * Describes in words how a process ended.
 * @param byUs whether the proxy ended it
 */
export function describeExit(
  code: number | null,
  signal: NodeJS.Signals | null,
  byUs = false,
): string {
  if (signal === "SIGKILL") {
    return `was killed (SIGKILL)${byUs ? "" : ": out of memory? Raise `memory`"}`;
  }
  return signal ? `was ended by ${signal}` : `exited with status ${code}`;
}
