import { existsSync, mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LAMBDA_NODE, lambdaEtc } from "../../../contract/lambda-image.ts";
import { LAMBDA_PROGRAMS } from "../../../contract/lambda-programs.ts";
import type { Shell } from "../../ports/shell.ts";
import { ownProgram } from "../own-program.ts";

/** A file or folder of this machine that is shown in a jail, and its path inside. */
export interface Shown {
  readonly from: string;
  readonly to: string;
  readonly writable?: boolean;
}

/**
 * Lists what a jail shows of this machine: the programs that Lambda has too, for apps that call one while they boot,
 * Node.js where Lambda has its own, their libraries, and Lambda's /etc instead of the machine's.
 * @param node the Node.js that runs this: on a runner of the same major version as Lambda's
 */
export async function shownFiles(
  shell: Shell,
  scratch: string,
  node = realpathSync(process.execPath),
): Promise<readonly Shown[]> {
  const programs = LAMBDA_PROGRAMS.flatMap((name) => {
    const from = ["/bin", "/usr/bin"].map((folder) => `${folder}/${name}`).find(existsSync);
    return from ? [from] : [];
  });
  // ldd may run the programs that it is given. These are the distribution's own and our Node.js, which are trusted anyway.
  const { stdout } = await shell.run({
    file: ownProgram("ldd"),
    args: [...programs, node],
    cwd: "/",
  });
  const libraries = new Set(
    [...stdout.matchAll(/(\/\S+) \(0x[0-9a-f]+\)/g)].map(([, path = ""]) => path),
  );
  const etc = join(scratch, "etc");
  mkdirSync(etc, { recursive: true });
  const ids = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  // A jail by chroot cannot give its inmate Lambda's ids. Nor can it take root's name from root.
  for (const [name, text] of Object.entries(lambdaEtc("", ids.uid === 0 ? [] : [ids])))
    writeFileSync(join(etc, name), text);
  return [
    // In both folders: if one is a link to the other on this machine, scripts name either.
    ...programs.flatMap((from) =>
      ["/bin", "/usr/bin"].map((folder) => ({
        from,
        to: folder + from.slice(from.lastIndexOf("/")),
      })),
    ),
    ...[...libraries].map((path) => ({ from: path, to: path })),
    { from: node, to: LAMBDA_NODE },
    { from: etc, to: "/etc" },
  ];
}
