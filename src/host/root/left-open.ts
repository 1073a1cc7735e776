import type { BuildRoot } from "../../ports/build-root.ts";
import { commandFiles } from "../child-environment.ts";

/**
 * Says what code of the build could do to the job where this machine does not hide processes from it.
 * @param environment the step's
 * @returns undefined if nothing is open, or this is no workflow
 */
export function leftOpen(
  { isolation, hidesProcesses }: Pick<BuildRoot, "isolation" | "hidesProcesses">,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (hidesProcesses || commandFiles(environment).length === 0) return undefined;
  return [
    `This machine does not hide the job from the build (isolation: ${isolation}).`,
    "Code of the build (gems, `build-command`) could write GitHub's command files (`GITHUB_ENV`, `GITHUB_PATH` ...), which",
    "decide what later steps run, read other processes of this user, and go on running after its command.",
    isolation === "lock"
      ? "Allow `sudo -n`, or install bubblewrap."
      : "Run the job outside of a container, or in one that may mount `/proc`.",
  ].join(" ");
}
