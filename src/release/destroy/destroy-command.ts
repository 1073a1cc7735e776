import { lastLines } from "../../format.ts";
import { type RunPlace, type RunPorts, runOnce } from "../invoke/run-once.ts";

/**
 * Runs a preview's destroy command, in the version that carries its traffic.
 * @returns the command's output, and what went wrong
 */
export async function runDestroyCommand(
  ports: RunPorts,
  place: RunPlace,
  command: string,
): Promise<{ readonly output: string; readonly problem: string | undefined }> {
  const ran = await runOnce(ports, place, command);
  if ("error" in ran) return { output: "", problem: `could not be run:\n${ran.error}` };
  const { status, output } = ran;
  const problem =
    status === 0 ? undefined : `ended with exit status ${status}:\n${lastLines(output)}`;
  return { output, problem };
}
