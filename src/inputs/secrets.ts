/** Masking shorter values would hide half of the log and protect nothing. */
const SHORTEST = 4;

/** Returns the values that look secret, by the variable's name or because they are a URL with a password. */
export function secretValues(variables: Readonly<Record<string, string>>): readonly string[] {
  const found = Object.entries(variables).flatMap(([name, value]) => {
    const password = passwordOf(value);
    if (password !== undefined) return [value, password, decoded(password)];
    return /KEY|SECRET|TOKEN|PASSW|CREDENTIAL/i.test(name) ? [value] : [];
  });
  return [...new Set(found)].filter((value) => value.length >= SHORTEST);
}

/** Returns the text between `:` and `@` of a URL. */
function passwordOf(value: string): string | undefined {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*?:([^/?#]*)@/i.exec(value)?.[1];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // Not percent-encoded after all.
  }
}
