import type { RunMessage, RunResult } from "../../contract/messages.ts";
import { lastLines } from "../format.ts";
import type { Functions } from "../ports/functions.ts";

/**
 * Runs the command by which a preview takes leave, in the version that carries its traffic.
 * @returns what it wrote, and what went wrong
 */
export async function runDestroyCommand(
  functions: Functions,
  functionName: string,
  version: string,
  command: string,
): Promise<{ readonly output: string; readonly problem: string | undefined }> {
  const message: RunMessage = { megamode: 1, message: "run", command };
  const { payload, error } = await functions.invoke(functionName, version, message);
  if (error !== undefined) return { output: "", problem: `could not be run:\n${error}` };
  const { status, output } = payload as RunResult;
  const problem =
    status === 0 ? undefined : `ended with exit status ${status}:\n${lastLines(output)}`;
  return { output, problem };
}
