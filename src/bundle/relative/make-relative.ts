import { statSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join, posix, relative } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { listFiles, readIfThere, replaceFile } from "../../files.ts";
import { integrities, namesIntegrity } from "./integrity.ts";
import { relativeModule, relativePublicPath } from "./script.ts";
import { relativeStylesheet } from "./stylesheet.ts";
import { mayBeViteManifest, viteModules } from "./vite-modules.ts";

/** Copies of a file that are served to clients which take them. Others than these two are removed when the file changes. */
const COMPRESSED = [
  [".gz", (bytes: Buffer) => gzipSync(bytes, { level: 9 })],
  [".br", (bytes: Buffer) => brotliCompressSync(bytes)],
  [".zst", undefined],
] as const;

/** Bytes. Whatever is larger is data, and is not looked at. */
const LARGEST = 32 * 2 ** 20;

interface Changed {
  readonly path: string;
  readonly before: Buffer;
  readonly after: Buffer;
}

/**
 * Makes URLs relative in whatever the build left below `public/`: one build is served below any path. Stylesheets of any
 * tool, modules of Vite, and Webpack's runtime. A file of which a script, a page or the app's code holds a digest stays as
 * it is; digests in JSON, which are the tools' manifests, follow.
 * @param dir the app's `public/`
 * @param mayChange whether a file may be changed, by the path at which it is served
 * @param code lists the files outside of `dir` that may hold a digest, such as templates; absolute
 * @returns the paths of what was changed
 */
export async function makeRelative(
  dir: string,
  mayChange: (path: string) => Promise<boolean>,
  code: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const small = (await listFiles(dir)).filter((file) => statSync(file).size <= LARGEST);
  const paths = small.map((file) => `/${relative(dir, file)}`);
  const changed: Changed[] = [];
  for (const [path, rewrite] of await rewrites(dir, paths)) {
    const before = await readFile(join(dir, path));
    // One byte is one letter: whatever the encoding, all else stays.
    const after = Buffer.from(rewrite(before.toString("latin1")), "latin1");
    if (!after.equals(before) && (await mayChange(path))) changed.push({ path, before, after });
  }
  if (changed.length === 0) return [];
  const served = small.filter((file) => /\.([cm]?js|html?)$/.test(file));
  const free = await withoutDigestInCode(changed, [...served, ...(await code())]);
  for (const { path, after } of free) await replace(join(dir, path), after);
  await renewDigests(dir, free, paths);
  return free.map(({ path }) => path);
}

/** Says for each file that may need it how its text is changed. */
async function rewrites(dir: string, paths: readonly string[]) {
  const isFile = (path: string) => isServed(dir, path);
  const all = new Map<string, (text: string) => string>();
  for (const path of paths) {
    if (path.endsWith(".css")) all.set(path, (text) => relativeStylesheet(text, path, isFile));
    if (/\.c?js$/.test(path)) all.set(path, (text) => relativePublicPath(text, path));
  }
  for (const manifest of paths.filter(mayBeViteManifest)) {
    for (const { path, base } of viteModules(
      manifest,
      await readFile(join(dir, manifest), "utf8"),
    )) {
      if (!paths.includes(path)) continue;
      // What is built for browsers without modules must stay without `import.meta`.
      all.set(path, (text) =>
        text.includes("System.register(") ? text : relativeModule(text, path, base, isFile),
      );
    }
  }
  return all;
}

/** @param path as it stands in a URL, in which one letter is one byte */
function isServed(dir: string, path: string): boolean {
  try {
    const name = decodeURIComponent(Buffer.from(path, "latin1").toString());
    return !name.includes("\0") && statSync(join(dir, posix.normalize(name))).isFile();
  } catch {
    return false;
  }
}

async function withoutDigestInCode(
  changed: readonly Changed[],
  files: readonly string[],
): Promise<readonly Changed[]> {
  let free = changed.map((file) => ({ ...file, digests: integrities(file.before) }));
  for (const file of files) {
    if (free.length === 0) break;
    const text = (await readIfThere(file))?.toString("latin1");
    if (text === undefined || !namesIntegrity(text)) continue;
    free = free.filter(({ digests }) => !digests.some((digest) => text.includes(digest)));
  }
  return free;
}

async function renewDigests(dir: string, changed: readonly Changed[], paths: readonly string[]) {
  const digests = changed.flatMap(({ before, after }) => {
    const renewed = integrities(after);
    return integrities(before).map((digest, at) => [digest, renewed[at]!] as const);
  });
  for (const path of paths.filter((one) => one.endsWith(".json"))) {
    const text = (await readFile(join(dir, path))).toString("latin1");
    if (!namesIntegrity(text)) continue;
    const renewed = digests.reduce((all, [old, now]) => all.replaceAll(old, now), text);
    if (renewed !== text) await replace(join(dir, path), Buffer.from(renewed, "latin1"));
  }
}

async function replace(file: string, bytes: Buffer): Promise<void> {
  await replaceFile(file, bytes);
  for (const [suffix, compress] of COMPRESSED) {
    if ((await readIfThere(`${file}${suffix}`)) === undefined) continue;
    if (compress === undefined) await rm(`${file}${suffix}`);
    else await replaceFile(`${file}${suffix}`, compress(bytes));
  }
}
