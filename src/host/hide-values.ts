import { createSecretMask } from "./secret-mask.ts";

/**
 * Hides all of these values in a text: a long one in any spelling and wherever it is, a short one where it is a word of
 * its own. Values without a letter or digit say nothing, and stay.
 */
export function hideValues(text: string, values: readonly string[]): string {
  const mask = createSecretMask();
  for (const value of values) mask.add(value);
  const words = values.filter((value) => /[\p{L}\p{N}]/u.test(value)).map(pattern);
  if (words.length === 0) return mask.hide(text);
  const word = new RegExp(`(?<![\\p{L}\\p{N}_])(?:${words.join("|")})(?![\\p{L}\\p{N}_])`, "gu");
  return mask.hide(text).replace(word, "***");
}

function pattern(value: string): string {
  return [...value].map((char) => `\\u{${char.codePointAt(0)?.toString(16)}}`).join("");
}
