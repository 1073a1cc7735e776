import { accessSync, constants, statSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../errors.ts";
import type { Asked } from "./asked.ts";

/**
 * Finds the files of the programs that the inputs name.
 * @param path this machine's PATH
 * @throws UserError for a program that is not on it
 */
export function findAsked(
  inputs: Pick<Asked, "libraries" | "files"> & { readonly executables: readonly string[] },
  path: string,
): Asked {
  const { libraries, files } = inputs;
  const executables = inputs.executables.map((asked) => {
    const name = asked.slice(asked.lastIndexOf("/") + 1);
    const places = asked === name ? path.split(":").map((folder) => join(folder, name)) : [asked];
    const file = places.find(isExecutable);
    if (file === undefined) {
      throw new UserError(
        `The input \`executables\`: there is no program \`${asked}\` on this runner.`,
        "Install it in a step before this one (`sudo apt-get install -y ...`), or correct the input.",
      );
    }
    return { name, path: file };
  });
  return { libraries, executables, files };
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
