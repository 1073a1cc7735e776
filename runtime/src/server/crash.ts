import { writeSync } from "node:fs";

/**
 * nodejs24.x's runtime client has no handlers of its own for these: the process would end without a line
 * that says why. Its state is unknown, so it still ends; the next runtime finds the archives in place.
 */
export function onStrayErrors(cleanUp: () => void): void {
  const crash = (kind: string) => (error: unknown) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    writeSync(1, `megamode: ${kind}, the proxy starts anew: ${text.replaceAll("\n", "\r")}\n`);
    cleanUp();
    process.exit(1);
  };
  process.on("uncaughtException", crash("an error nobody caught"));
  process.on("unhandledRejection", crash("a rejection nobody caught"));
}
