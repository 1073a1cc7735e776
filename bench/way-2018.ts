import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { deployByTerminal } from "../bin/deploy-by-terminal.ts";
import { stopLocalAws } from "../bin/local-aws.ts";
import { SOCKET } from "../contract/root.ts";
import { asPerson, type Boot, boot } from "./boot.ts";
import { openBucket } from "./s3.ts";
import { surroundingsOf } from "./surroundings.ts";
import { unpackRelease } from "./tree.ts";

const run = promisify(execFile);
const PARTS = ["ruby", "gems", "app"];

/** Cold starts of an app as in 2018. */
export interface Way2018 {
  /** Measures one, from the start of its Node process to the page. */
  coldStart(): Promise<Pick<Boot, "answer" | "pageMs">>;
  close(): Promise<void>;
}

/**
 * Prepares cold starts as Jets' Mega Mode did them in 2018: the whole vendored folder as zips, fetched by the SDK, then
 * `unzip`, then `bundle exec rackup` with the Gemfile as `rails new` wrote it: bootsnap on, and no cache. Where the
 * bundle has no rackup (Rack 3 without the gem of that name), `bundle exec puma` stands for it.
 * @param scratch a folder on a file system in memory, as /tmp is in the sandboxes
 * @param path the page to ask for
 */
export async function prepareWay2018(
  app: string,
  scratch: string,
  path: string,
  inputs: readonly string[],
): Promise<Way2018> {
  const state = mkdtempSync(join(tmpdir(), "megamode-bench-2018-"));
  const close = async () => {
    await stopLocalAws(state);
    rmSync(state, { recursive: true, force: true });
  };
  try {
    return { coldStart: await prepare(state, app, scratch, path, inputs), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function prepare(
  state: string,
  app: string,
  scratch: string,
  path: string,
  inputs: readonly string[],
): Promise<Way2018["coldStart"]> {
  const { "function-name": name = "" } = await deployByTerminal({
    ...{ app, stage: "bench", state, inputs: [...inputs, "keep-gem-files=*"] },
  });
  const tree = await unpackRelease(state, join(state, "tree"));
  const surroundings = await surroundingsOf(state, name);
  const zips = PARTS.map((part) => join(state, `${part}.zip`));
  // Nothing was compiled beforehand then: our cache is in none of the zips.
  const others = ["run", "home", "gems", "app", "cache"].flatMap((dir) => ["-x", `${dir}/*`]);
  const inTree = { cwd: tree.dir };
  execFileSync("zip", ["-qry", zips[0]!, ".", ...others], inTree);
  execFileSync("zip", ["-qry", zips[1]!, "gems"], inTree);
  execFileSync("zip", ["-qry", zips[2]!, "app"], inTree);

  const s3 = await openBucket(state);
  for (const [index, zip] of zips.entries()) {
    await s3.put(`2018/${PARTS[index]}.zip`, readFileSync(zip));
  }
  const person = asPerson(tree);
  const rackup = ["exec", "rackup", "-E", "production", "-s", "puma", "-o", SOCKET];
  const command = hasRackup(tree.dir) ? { ...person, argv: [person.argv[0]!, ...rackup] } : person;

  return async () => {
    const dir = mkdtempSync(join(scratch, "2018-"));
    const began = performance.now();
    const { config, name: Bucket } = s3;
    const wanted = JSON.stringify({ config, Bucket, names: PARTS, dir });
    await run(process.execPath, [join(import.meta.dirname, "fetch-2018.mjs"), wanted]);
    await Promise.all(
      PARTS.map((part) => run("unzip", ["-q", join(dir, `${part}.zip`), "-d", dir])),
    );
    for (const folder of ["run", "home"]) mkdirSync(join(dir, folder));
    const unpackedMs = performance.now() - began;
    const { answer, pageMs } = await boot({ ...tree, dir }, command, surroundings, path);
    rmSync(dir, { recursive: true });
    return { answer, pageMs: unpackedMs + pageMs };
  };
}

/** Whether the bundle has rackup: a gem of its own since Rack 3, a program of Rack before. */
function hasRackup(tree: string): boolean {
  const lockfile = readFileSync(join(tree, "app/Gemfile.lock"), "utf8");
  return /^ {4}(rackup \(|rack \([12]\.)/m.test(lockfile);
}
