import { isUtf8 } from "node:buffer";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { App } from "../app/detect.ts";
import { UserError } from "../errors.ts";
import { loadRubyParser, type RubyParser } from "./prism.ts";

/** Everything that the plan depends on besides the app. */
export interface Sources {
  /** Texts of the files that the plan may edit; absent where there is no such file. */
  readonly files: ReadonlyMap<string, string>;
  /** Our gem: the folder it is copied from, and its version. */
  readonly gem: { readonly dir: string; readonly version: string };
  /** The runner's, as RubyGems says it: `x86_64-linux`. */
  readonly platform: string;
  readonly parse: RubyParser;
}

/** @param gemDir the folder that holds `megamode.gemspec` */
export async function readSources(
  app: App,
  options: { readonly gemDir: string; readonly platform: string },
): Promise<Sources> {
  const files = new Map<string, string>();
  for (const path of editable(app)) {
    const bytes = await readFile(join(app.dir, path)).catch(absent);
    if (bytes === undefined) continue;
    if (!isUtf8(bytes)) {
      throw new UserError(`\`${path}\` is not UTF-8.`, "Save it as UTF-8, as Bundler reads it.");
    }
    files.set(path, bytes.toString());
  }
  const version = await gemVersion(options.gemDir);
  return {
    files,
    gem: { dir: options.gemDir, version },
    platform: options.platform,
    parse: await loadRubyParser(),
  };
}

function editable(app: App): readonly string[] {
  return [app.gemfile, app.lockfile, "config/initializers/zz_megamode.rb"];
}

/** The version stands in one place of the gem, and nowhere here. */
async function gemVersion(dir: string): Promise<string> {
  const gemspec = await readFile(join(dir, "megamode.gemspec"), "utf8");
  const match = /\.version\s*=\s*["']([^"']+)["']/.exec(gemspec);
  if (match !== null) return match[1]!;
  const source = await readFile(join(dir, "lib/megamode/version.rb"), "utf8");
  return /VERSION\s*=\s*["']([^"']+)["']/.exec(source)![1]!;
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
  throw error;
}
