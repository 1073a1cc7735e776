import { join } from "node:path";
import { BIN_DIR, GEMS_DIR } from "../../../contract/root.ts";
import { setDeterministicMetadata } from "../../inject/copy/deterministic-metadata.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import type { PackagedRuby } from "../../ruby/packaged.ts";
import { COMPILE, COMPILER, compileAlone } from "./compile-alone.ts";
import { CACHE, isOfApp, listSources } from "./compiled-files.ts";

/** Gives the process this bootsnap, and no other that Ruby itself may have. */
const LOCKED = (version: string) => `gem "bootsnap", ${JSON.stringify(version)}`;

/**
 * Compiles what the app loads of the gems and of Ruby, in a process that knows nothing of the app: neither its folder
 * nor its Gemfile, and no variable but these. The app has a say only in which files are compiled.
 * @param bootsnap the locked version
 * @returns what was compiled, relative to the root; nothing if that fails, as with a bootsnap from git
 */
export async function compileGems(
  root: Pick<BuildRoot, "backing" | "shell">,
  { abi, env, defaults }: Pick<PackagedRuby, "abi" | "env" | "defaults">,
  bootsnap: string,
  log: (line: string) => void,
): Promise<readonly string[]> {
  const gems = `${GEMS_DIR}/ruby/${abi}`;
  const variables = {
    ...defaults,
    ...env,
    ...COMPILER,
    GEM_HOME: gems,
    GEM_PATH: gems,
    // A configuration of bootsnap is code: there can be none below a file.
    BOOTSNAP_CONFIG: "/dev/null/none",
  };
  const made = await compileAlone(
    root,
    (await listSources(root.backing)).filter((source) => !isOfApp(source)),
    (list) => ({
      file: "env",
      args: [
        "-i",
        ...Object.entries(variables).map(([name, value]) => `${name}=${value}`),
        ...[`${BIN_DIR}/ruby`, "-e", `${LOCKED(bootsnap)}\n${COMPILE}`, "--", list],
      ],
      cwd: "/",
    }),
    log,
  );
  await setDeterministicMetadata(join(root.backing, CACHE));
  return made;
}
