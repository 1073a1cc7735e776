import { posix } from "node:path";

/** A module that Vite built. */
export interface ViteModule {
  /** Path at which it is served. */
  readonly path: string;
  /** Path of the folder that Vite writes, with a `/` at its end. */
  readonly base: string;
}

/** Where Vite's manifest lies in the folder that Vite writes: since version 5, and before. */
const MANIFEST = /^(.*?\/)(?:\.vite\/manifest|manifest)\.json$/;

/** Whether a file may be Vite's manifest. @param path at which it would be served */
export function mayBeViteManifest(path: string): boolean {
  return MANIFEST.test(path);
}

/**
 * Lists the modules that a manifest of Vite names; none if it is something else's.
 * https://vite.dev/guide/backend-integration
 * @param path of the manifest, such as `/vite/.vite/manifest.json`
 */
export function viteModules(path: string, text: string): readonly ViteModule[] {
  const base = MANIFEST.exec(path)?.[1];
  const entries = Object.values(Object(parsed(text)) as Record<string, unknown>);
  if (base === undefined || base === "/") return [];
  return entries.flatMap((entry) => {
    const { file } = Object(entry) as { file?: unknown };
    const isModule =
      typeof file === "string" && /\.m?js$/.test(file) && posix.normalize(file) === file;
    return isModule && !file.startsWith("../") ? [{ path: `${base}${file}`, base }] : [];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
