/** Escapes every byte of a text in UTF-8. Half a surrogate pair becomes U+FFFD. */
export function percentEncode(text: string): string {
  let all = "";
  for (const byte of Buffer.from(text, "utf8")) {
    all += `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return all;
}
