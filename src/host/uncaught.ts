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
  process.on("uncaughtException", (error) => {
    process.exitCode = 1;
    reporter.error(describe(error));
    void written().then(() => process.exit());
  });
  process.removeAllListeners("warning");
  process.on("warning", ({ name, message }) => reporter.info(`${name}: ${message}`));
}
