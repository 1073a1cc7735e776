import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { deployByTerminal } from "../bin/deploy-by-terminal.ts";
import { stopLocalAws } from "../bin/local-aws.ts";
import { ROOT, SOCKET } from "../contract/root.ts";
import { asPerson, boot } from "./boot.ts";
import { openBucket } from "./s3.ts";
import { unpackRelease } from "./tree.ts";

const run = promisify(execFile);
const PARTS = ["ruby", "gems", "app"];

/**
 * Prepares cold starts as Jets' Mega Mode did them in 2018: the whole vendored folder as zips, fetched by the SDK, then
 * `unzip`, then `bundle exec rackup` with the Gemfile as `rails new` wrote it: bootsnap on, and no cache.
 * @param scratch a folder on a file system in memory, as /tmp is in the sandboxes
 * @returns a function that measures one cold start, in milliseconds until the first answer, and one that cleans up
 */
export async function prepareWay2018(app: string, scratch: string) {
  const state = mkdtempSync(join(tmpdir(), "megamode-bench-2018-"));
  await deployByTerminal({ app, stage: "bench", state, inputs: ["keep-gem-files=*"] });
  const tree = await unpackRelease(state, join(state, "tree"));
  const zips = PARTS.map((name) => join(state, `${name}.zip`));
  const others = ["run", "home", "gems", "app"].flatMap((name) => ["-x", `${name}/*`]);
  const inTree = { cwd: tree.dir };
  execFileSync("zip", ["-qry", zips[0]!, ".", ...others], inTree);
  execFileSync("zip", ["-qry", zips[1]!, "gems"], inTree);
  execFileSync("zip", ["-qry", zips[2]!, "app"], inTree);

  const s3 = await openBucket(state);
  for (const [index, zip] of zips.entries()) {
    await s3.put(`2018/${PARTS[index]}.zip`, readFileSync(zip));
  }
  const { argv, env } = asPerson(tree);
  const rackup = ["exec", "rackup", "-E", "production", "-s", "puma", "-o", SOCKET];
  const start = { argv: [argv[0] ?? `${ROOT}/bin/bundle`, ...rackup], env };

  return {
    bytes: zips.reduce((sum, zip) => sum + statSync(zip).size, 0),
    async coldStart(): Promise<number> {
      const dir = mkdtempSync(join(scratch, "2018-"));
      const began = performance.now();
      const { config, name: Bucket } = s3;
      const wanted = JSON.stringify({ config, Bucket, names: PARTS, dir });
      await run(process.execPath, [join(import.meta.dirname, "fetch-2018.mjs"), wanted]);
      await Promise.all(
        PARTS.map((name) => run("unzip", ["-q", join(dir, `${name}.zip`), "-d", dir])),
      );
      for (const name of ["run", "home"]) mkdirSync(join(dir, name));
      const unpackedMs = performance.now() - began;
      const { okMs } = await boot({ ...tree, dir }, start);
      rmSync(dir, { recursive: true });
      return unpackedMs + okMs;
    },
    async close() {
      await stopLocalAws(state);
      rmSync(state, { recursive: true });
    },
  };
}
