import type { DataSources } from "./risk.ts";
import { resolveRuby } from "./ruby-value.ts";

/**
 * Finds a setting in the Rails environment's own file, else in the application's.
 * @param name such as `active_storage.service`
 * @returns undefined if it is not set, or if only Ruby can tell its value
 */
export function railsSetting(
  { files, environment, railsEnv }: DataSources,
  name: string,
): string | undefined {
  const assignment = new RegExp(`\\bconfig\\.${name.replaceAll(".", "\\.")}\\s*=\\s*(.+)$`, "m");
  for (const path of [`config/environments/${railsEnv}.rb`, "config/application.rb"]) {
    const code = files.get(path)?.replace(/^\s*#.*$/gm, "");
    const [, value] = assignment.exec(code ?? "") ?? [];
    if (value !== undefined) return resolveRuby(value.replace(/\s#.*$/, ""), environment);
  }
  return undefined;
}
