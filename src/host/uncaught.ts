import type { Reporter } from "../ports/reporter.ts";

/**
 * Has the reporter say what Node.js would print by itself, as it is: an exception or a rejection that nothing catches,
 * which ends the run with exit status 1, and Node's warnings.
 * @param describe what to say of an exception
 */
export function reportUncaught(
  reporter: Pick<Reporter, "error" | "info">,
  describe: (error: unknown) => string,
): void {
  process.on("uncaughtException", (error) => {
    reporter.error(describe(error));
    process.exit(1);
  });
  process.removeAllListeners("warning");
  process.on("warning", ({ name, message }) => reporter.info(`${name}: ${message}`));
}
