import type { RunResult } from "../../../contract/messages.ts";

/** Characters of output that are kept; the proxy sends 64 KB at most. */
const MOST_OUTPUT = 64 * 1024;

/**
 * Checks a run's result. The app can write any result in place of the proxy: it runs as the same user, with the URL in
 * reach.
 * @returns undefined if it is not a result
 */
export function parseRunResult(value: unknown): RunResult | undefined {
  const { status, output } = Object(value) as Record<string, unknown>;
  const isStatus = Number.isInteger(status) && Number(status) >= 0 && Number(status) <= 255;
  if (!isStatus || typeof output !== "string") return undefined;
  return { status: Number(status), output: output.slice(-MOST_OUTPUT) };
}
