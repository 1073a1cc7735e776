import { lastLines } from "../../format.ts";
import { type RunPlace, runOnce } from "../invoke/run-once.ts";

/**
 * Runs the command by which a preview takes leave, in the version that carries its traffic.
 * @returns what it wrote, and what went wrong
 */
export async function runDestroyCommand(
  cloud: Parameters<typeof runOnce>[0],
  place: RunPlace,
  command: string,
): Promise<{ readonly output: string; readonly problem: string | undefined }> {
  const ran = await runOnce(cloud, place, command);
  if ("error" in ran) return { output: "", problem: `could not be run:\n${ran.error}` };
  const { status, output } = ran;
  const problem =
    status === 0 ? undefined : `ended with exit status ${status}:\n${lastLines(output)}`;
  return { output, problem };
}
