import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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
 * their libraries, and an /etc without the machine's own settings.
 */
export async function shownFiles(shell: Shell, scratch: string): Promise<readonly Shown[]> {
  const programs = LAMBDA_PROGRAMS.flatMap((name) => {
    const from = ["/bin", "/usr/bin"].map((folder) => `${folder}/${name}`).find(existsSync);
    return from ? [from] : [];
  });
  // ldd may run the programs that it is given. These are the distribution's own, which are trusted anyway.
  const { stdout } = await shell.run({ file: ownProgram("ldd"), args: programs, cwd: "/" });
  const libraries = new Set(
    [...stdout.matchAll(/(\/\S+) \(0x[0-9a-f]+\)/g)].map(([, path = ""]) => path),
  );
  const etc = join(scratch, "etc");
  mkdirSync(etc, { recursive: true });
  for (const [name, text] of Object.entries(ETC)) writeFileSync(join(etc, name), text);
  return [
    // In both folders: if one is a link to the other on this machine, scripts name either.
    ...programs.flatMap((from) =>
      ["/bin", "/usr/bin"].map((folder) => ({
        from,
        to: folder + from.slice(from.lastIndexOf("/")),
      })),
    ),
    ...[...libraries].map((path) => ({ from: path, to: path })),
    { from: etc, to: "/etc" },
  ];
}

const ETC = {
  passwd: "root:x:0:0:root:/root:/bin/sh\nsandbox:x:993:990::/tmp:/bin/sh\n",
  group: "root:x:0:\nsandbox:x:990:\n",
  hosts: "127.0.0.1 localhost\n",
  "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
  "resolv.conf": "",
};
