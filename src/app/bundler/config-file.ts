import { readTextIfThere } from "../../files.ts";

/**
 * A file of Bundler's settings (`.bundle/config`) as Bundler itself reads it: one setting per line, a list in
 * lines of its own. https://github.com/rubygems/rubygems/blob/v3.6.9/bundler/lib/bundler/yaml_serializer.rb
 */
const SETTING = /^([^\s#-][^#]*):(?:\s+(["']?)(.*)\2)?\s*$/;
const ITEM = /^ *- (["']?)(.*)\1\s*$/;

/** Setting -> value; the items of a list are joined by `:`, as Bundler writes a list in one line. */
export function parseBundleConfig(text: string): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  let last: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    const setting = SETTING.exec(line);
    const item = ITEM.exec(line);
    if (setting !== null) {
      last = setting[1]!;
      settings.set(last, setting[3] === "[]" ? "" : (setting[3] ?? ""));
    } else if (item !== null && last !== undefined) {
      settings.set(last, [settings.get(last), item[2]].filter(Boolean).join(":"));
    }
  }
  return settings;
}

/** Writes such a file as Bundler does. */
export function renderBundleConfig(settings: ReadonlyMap<string, string>): string {
  const lines = [...settings].map(([name, value]) => `${name}: "${value}"`);
  return ["---", ...lines, ""].join("\n");
}

/** Reads such a file; no settings if there is none, or none that we may read. */
export async function readBundleConfig(path: string): Promise<ReadonlyMap<string, string>> {
  const text = await readTextIfThere(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "EACCES") return undefined;
    throw error;
  });
  return parseBundleConfig(text ?? "");
}
