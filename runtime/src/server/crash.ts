/**
 * Ends the process at an error that nothing caught, after a line that says why. The runtime client of nodejs24.x
 * has no handlers for these, so the process would end without a word. It must end, because its state is unknown;
 * the next runtime finds the archives in place.
 * @param cleanUp is given the line: it must write it before it returns
 */
export function onStrayErrors(cleanUp: (line: string) => void): void {
  const crash = (kind: string) => (error: unknown) => {
    cleanUp(crashLine(kind, error));
    process.exit(1);
  };
  process.on("uncaughtException", crash("an uncaught error"));
  process.on("unhandledRejection", crash("an unhandled rejection"));
}

/** Formats one line for the log: CloudWatch shows `\r` as a line break inside of one event. */
export function crashLine(kind: string, error: unknown): string {
  const text = String(error instanceof Error ? error.stack : error);
  return `megamode: ${kind}, the proxy restarts: ${text.replaceAll("\n", "\r")}\n`;
}
