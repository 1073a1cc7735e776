import { ROOT } from "../../../contract/root.ts";

/**
 * Points `rbconfig.rb` to the root. The file derives its prefix from its own place, which works unless folders
 * were rearranged. Only then are there values.
 * @param values by name; `$(prefix)` is expanded by Ruby
 * @throws Error for a name that the file does not have
 */
export function relocateRbconfig(text: string, values: Readonly<Record<string, string>>): string {
  if (Object.keys(values).length === 0) return text;
  return Object.entries(values).reduce(
    (edited, [name, value]) =>
      replaceOnce(edited, new RegExp(`^(  CONFIG\\["${name}"\\] = ).*$`, "m"), `"${value}"`),
    replaceOnce(text, /^( {2}TOPDIR = ).*$/m, `"${ROOT}"`),
  );
}

function replaceOnce(text: string, line: RegExp, value: string): string {
  if (!line.test(text)) throw new Error(`\`rbconfig.rb\` has no line like ${line.source}`);
  return text.replace(line, (_, start: string) => `${start}${value}`);
}
