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
 * @param memoryKills how many processes the system has killed meanwhile, because it was out of memory; undefined if it
 *   does not tell
 */
export function describeExit(
  code: number | null,
  signal: NodeJS.Signals | null,
  byUs = false,
  memoryKills?: number,
): string {
  if (signal === "SIGKILL") {
    if (byUs) return "was killed (SIGKILL)";
    if (memoryKills === 0) return "was killed (SIGKILL), and not because memory had run out";
    return `was killed (SIGKILL): out of memory${memoryKills ? "." : "?"} Raise \`memory\``;
  }
  return signal ? `was ended by ${signal}` : `exited with status ${code}`;
}
