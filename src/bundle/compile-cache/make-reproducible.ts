import { stat } from "node:fs/promises";
import { join } from "node:path";
import { APP_DIR, BIN_DIR, ROOT } from "../../../contract/root.ts";
import { ifThere } from "../../files.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import type { Command } from "../../ports/shell.ts";
import { COMPILE, COMPILER, compileAlone } from "./compile-alone.ts";
import { CACHE, isOfApp, listSources } from "./compiled-files.ts";

/** Sorts bootsnap's lists of folders, which are in whatever order the file system gave. */
const SORT = `
require "msgpack"
file = ARGV.first
sorted = lambda do |value|
  next value.transform_values(&sorted) if value.is_a?(Hash)
  next value unless value.is_a?(Array)
  value.all?(String) ? value.sort : value.map(&sorted)
end
File.binwrite(file, MessagePack.dump(sorted.(MessagePack.load(File.binread(file)))))
`;

const LOAD_PATH = `${CACHE}/bootsnap/load-path-cache`;

/**
 * Makes the bytes of the app's part of the compile cache depend on the compiled files alone. A file that bootsnap names
 * in another way stays as it is.
 * @param env of the server
 */
export async function makeReproducible(
  root: Pick<BuildRoot, "backing" | "shell">,
  env: Readonly<Record<string, string | undefined>>,
  log: (line: string) => void,
): Promise<void> {
  const ruby = (script: string, file: string, more = {}): Command => ({
    file: `${BIN_DIR}/ruby`,
    args: ["-rbundler/setup", "-e", script, "--", file],
    cwd: APP_DIR,
    env: { ...env, ...more },
  });
  if (await ifThere(stat(join(root.backing, LOAD_PATH)))) {
    await root.shell.run(ruby(SORT, `${ROOT}/${LOAD_PATH}`), log);
  }
  const sources = (await listSources(root.backing)).filter(isOfApp);
  await compileAlone(root, sources, (list) => ruby(COMPILE, list, COMPILER), log);
}
