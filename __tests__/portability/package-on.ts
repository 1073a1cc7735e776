import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Manifest } from "../../contract/manifest.ts";
import { cacheFolder } from "./cache.ts";
import { runIn } from "./debian.ts";
import type { Machine } from "./machines.ts";

const PROJECT = resolve(import.meta.dirname, "../..");

export interface Packaged {
  readonly manifest: Manifest;
  /** The archives, unpacked: what Lambda has at the root. */
  readonly tree: string;
}

/**
 * Packages an app on a machine and unpacks what would be uploaded.
 * @param scratch a folder of the test's own
 */
export function packageOn(
  machine: Machine,
  app: string,
  scratch: string,
  inputs: Readonly<Record<string, string>> = {},
): Packaged {
  const folder = mkdtempSync(join(scratch, "packaged-"));
  const [out, tmp, tree] = ["out", "tmp", "tree"].map((name) => join(folder, name));
  for (const path of [out, tmp, tree] as string[]) mkdirSync(path as string);
  const PATH = [...machine.path, "/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"].join(
    ":",
  );
  runIn(
    machine.root(),
    [
      "/project/node_modules/.bin/node",
      ...["/project/__tests__/portability/package-app.ts", "/app", "/out"],
    ],
    {
      folders: [
        ...[`${PROJECT}:/project`, `${app}:/app`, `${out}:/out`, `${tmp}:/tmp`],
        `${cacheFolder("gems")}:/cache`,
      ],
      env: {
        ...Object.fromEntries(
          Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
        ),
        XDG_CACHE_HOME: "/cache",
        PATH,
      },
    },
  );
  for (const name of readdirSync(out as string).filter((each) => each.endsWith(".tar.zst"))) {
    execFileSync("tar", ["--zstd", "-xf", join(out as string, name), "-C", tree as string]);
  }
  const manifest: Manifest = JSON.parse(readFileSync(join(out as string, "manifest.json"), "utf8"));
  return { manifest, tree: tree as string };
}
