import type { Reporter } from "../ports/reporter.ts";

/**
 * Has the reporter say what Node.js would print by itself, as it is: an exception or a rejection that nothing catches,
 * which ends the run with exit status 1, and Node's warnings.
 * @param describe what to say of an exception
 * @param written waits until what was said has left this process
 */
export function reportUncaught(
  reporter: Pick<Reporter, "error" | "info">,
  describe: (error: unknown) => string,
  written: () => Promise<void>,
): void {
  let isEnding = false;
  process.on("uncaughtException", (error) => {
    process.exitCode = 1;
    // If nobody reads the log any more, each word about that would be another such error, without an end.
    if (isEnding) process.exit();
    isEnding = true;
    reporter.error(describe(error));
    void written().then(() => process.exit());
  });
  process.removeAllListeners("warning");
  process.on("warning", ({ name, message }) => reporter.info(`${name}: ${message}`));
}
