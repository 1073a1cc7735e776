/** Resolves a text with ERB in it; undefined if only Ruby can tell its value. */
export function resolveErb(
  text: string,
  env: Readonly<Record<string, string>>,
): string | undefined {
  let isKnown = true;
  const value = text.replace(/<%=\s*(.*?)\s*-?%>/g, (_, expression: string) => {
    const found = resolveRuby(expression, env);
    if (found === undefined) isKnown = false;
    return found ?? "";
  });
  return isKnown ? value : undefined;
}

/**
 * Resolves a Ruby expression of the few kinds that configuration files have: literals, `Rails.root` and `ENV`.
 * @returns undefined if only Ruby can tell its value
 */
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
