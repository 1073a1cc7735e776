import { resolveErb } from "./ruby-value.ts";

/** A mapping of a Rails configuration file. */
export interface Section {
  readonly [name: string]: string | Section;
}

/**
 * Reads the YAML of files such as config/database.yml and config/storage.yml: mappings by indentation, anchors and
 * merges, ERB in values. The rest of YAML is left out.
 * @param env variables that ERB asks for
 */
export function parseConfigYaml(text: string, env: Readonly<Record<string, string>>): Section {
  const top: Record<string, string | Section> = {};
  const anchors = new Map<string, Record<string, string | Section>>();
  const open = [{ indent: -1, section: top }];
  for (const line of text.split(/\r?\n/)) {
    const match = /^( *)([\w.<-]+|"[^"]+"|'[^']+'):(?:\s+(.*))?$/.exec(line);
    if (match === null) continue;
    const [, spaces = "", rawName = "", raw = ""] = match;
    while (open.at(-1)!.indent >= spaces.length) open.pop();
    const { section } = open.at(-1)!;
    const name = unquoted(rawName);
    const value = raw.replace(/(^|\s)#.*$/, "").trim();
    const [, anchor] = /^&(\w+)$/.exec(value) ?? [];
    if (name === "<<") {
      Object.assign(section, anchors.get(value.replace(/^\*/, "")));
    } else if (value === "" || anchor !== undefined) {
      const inner: Record<string, string | Section> = {};
      section[name] = inner;
      if (anchor !== undefined) anchors.set(anchor, inner);
      open.push({ indent: spaces.length, section: inner });
    } else if (/^\*\w+$/.test(value)) {
      section[name] = { ...anchors.get(value.slice(1)) };
    } else {
      const resolved = resolveErb(unquoted(value), env);
      if (resolved !== undefined) section[name] = resolved;
    }
  }
  return top;
}

function unquoted(text: string): string {
  return /^(["'])(.*)\1$/.exec(text)?.[2] ?? text;
}
