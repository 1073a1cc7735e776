import { accessSync, constants } from "node:fs";
import { join } from "node:path";

/** Folders that an ordinary user cannot write to. */
const SYSTEM = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/**
 * Finds a program that this process starts outside of what hides the job from the build, such as `sudo`. A PATH may
 * begin with a folder of the user's (`~/.local/bin` on GitHub's runners), where code of the build could leave a program
 * of the same name: so the system's own folders come first.
 * @returns its path; the name, if it is not there
 */
export function ownProgram(name: string, path: string = process.env.PATH ?? ""): string {
  const folders = [...SYSTEM, ...path.split(":").filter((folder) => folder.startsWith("/"))];
  return folders.map((folder) => join(folder, name)).find(isExecutable) ?? name;
}

/**
 * Runs a step during which all programs of this process are found as `ownProgram` finds one: for a library that looks for
 * its own. No child of the build may start meanwhile: its programs are those of the job's PATH.
 */
export async function withOwnPrograms<T>(step: () => Promise<T>): Promise<T> {
  const path = process.env.PATH;
  process.env.PATH = [...SYSTEM, ...(path ? [path] : [])].join(":");
  try {
    return await step();
  } finally {
    if (path === undefined) delete process.env.PATH;
    else process.env.PATH = path;
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
