/**
 * A file of Bundler's settings (`.bundle/config`) as Bundler itself reads it: one setting a line, a list in
 * lines of its own. https://github.com/rubygems/rubygems/blob/v3.6.9/bundler/lib/bundler/yaml_serializer.rb
 */
const SETTING = /^([^\s#-][^#]*):(?:\s+(["']?)(.*)\2)?\s*$/;
const ITEM = /^ *- (["']?)(.*)\1\s*$/;

/** Name -> value; the items of a list joined by `:`, which is how Bundler writes lists in one line. */
export function parseBundleConfig(text: string): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  let last = "";
  for (const line of text.split(/\r?\n/)) {
    const setting = SETTING.exec(line);
    const item = ITEM.exec(line);
    if (setting !== null) {
      last = setting[1]!;
      settings.set(last, setting[3] === "[]" ? "" : (setting[3] ?? ""));
    } else if (item !== null && last !== "") {
      settings.set(last, [settings.get(last), item[2]].filter(Boolean).join(":"));
    }
  }
  return settings;
}

/** Such a file, as Bundler writes it. */
export function renderBundleConfig(settings: ReadonlyMap<string, string>): string {
  const lines = [...settings].map(([name, value]) => `${name}: "${value}"`);
  return ["---", ...lines, ""].join("\n");
}
