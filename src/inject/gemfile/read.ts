import { dirname, relative, resolve } from "node:path";
import type { App } from "../../app/app.ts";
import type { RubyParser } from "../prism.ts";
import { readText } from "../read-text.ts";
import type { RubySource } from "../ruby-source.ts";
import { gemfilePaths } from "./paths.ts";

/** The app's Gemfile and what it names by paths. */
export interface Gemfiles {
  /** If the app has none: the one for an app that is only a rackup file. */
  readonly gemfile: RubySource;
  readonly hasGemfile: boolean;
  /** Files that the Gemfile evaluates, if they can be known without running it. */
  readonly evaluated: readonly RubySource[];
  /** Folders of path gems. Absolute; they need not exist. */
  readonly folders: readonly string[];
}

/** Puma is added by the plan, as for any app without a server. */
const NO_GEMFILE = 'source "https://rubygems.org"\ngem "rack"\n';

/** Reads the app's Gemfile, the files that it evaluates, and those that they evaluate. */
export async function readGemfiles(
  app: Pick<App, "dir" | "gemfile">,
  parse: RubyParser,
): Promise<Gemfiles> {
  const own = await readText(app.dir, app.gemfile);
  const gemfile = parse(own ?? NO_GEMFILE, app.gemfile);
  const root = dirname(resolve(app.dir, app.gemfile));
  const read = [gemfile];
  const folders: string[] = [];
  const seen = new Set([app.gemfile]);
  // Grows while it is walked: a file that is evaluated may evaluate others.
  for (const { path, tree } of read) {
    const named = gemfilePaths(tree, resolve(app.dir, path), root);
    folders.push(...named.folders);
    for (const other of named.gemfiles.map((file) => relative(app.dir, file))) {
      const text = seen.has(other) ? undefined : await readText(app.dir, other);
      seen.add(other);
      if (text !== undefined) read.push(parse(text, other));
    }
  }
  return { gemfile, hasGemfile: own !== undefined, evaluated: read.slice(1), folders };
}
