/** A mapping of a Rails configuration file. */
export interface Section {
  readonly [name: string]: string | Section;
}

/**
 * Reads what files such as config/database.yml and config/storage.yml are made of: mappings by indentation,
 * anchors and merges, ERB in values. Not all of YAML: what it does not know it leaves out.
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

/** The value of a text with ERB in it; undefined where only Ruby can tell. */
export function resolveErb(
  text: string,
  env: Readonly<Record<string, string>>,
): string | undefined {
  let known = true;
  const value = text.replace(/<%=\s*(.*?)\s*-?%>/g, (_, expression: string) => {
    const found = resolveRuby(expression, env);
    if (found === undefined) known = false;
    return found ?? "";
  });
  return known ? value : undefined;
}

/** The value of a Ruby expression of the few kinds that such files have. */
export function resolveRuby(
  expression: string,
  env: Readonly<Record<string, string>>,
): string | undefined {
  const text = expression.trim().replace(/\.(to_s|to_sym|presence)\b/g, "");
  const literal = /^(?:["']([^"'#]*)["']|:(\w+))$/.exec(text);
  if (literal) return literal[1] ?? literal[2];
  const root = /^Rails\.root(?:\.join\(([^)]*)\))?$/.exec(text);
  if (root) {
    return [...(root[1] ?? "").matchAll(/["']([^"']*)["']/g)].map(([, part]) => part).join("/");
  }
  const asked =
    /^ENV(?:\[["'](\w+)["']\]|\.fetch\(\s*["'](\w+)["']\s*(?:,\s*([^)]*))?\))\s*(?:\{\s*(.*?)\s*\}|\|\|\s*(.*))?$/.exec(
      text,
    );
  if (!asked) return undefined;
  const [, bracket, fetched, second, block, otherwise] = asked;
  const given = env[bracket ?? fetched ?? ""];
  if (given) return given;
  const fallback = second ?? block ?? otherwise;
  if (fallback !== undefined) return resolveRuby(fallback, env);
  return bracket === undefined ? undefined : "";
}

function unquoted(text: string): string {
  return /^(["'])(.*)\1$/.exec(text)?.[2] ?? text;
}
