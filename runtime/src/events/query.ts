type Multi = Readonly<Record<string, readonly string[] | null>> | null | undefined;
type Single = Readonly<Record<string, string | null>> | null | undefined;

/**
 * Encodes a query that arrived decoded (RFC 3986). The order of a key's values is preserved; API Gateway has
 * already lost the order of the keys.
 * @returns the query with its `?`, or an empty string
 */
export function encodeQuery(multi: Multi, single: Single): string {
  const pairs: string[] = [];
  for (const [key, values] of Object.entries(multi ?? {})) {
    for (const value of values ?? [""]) pairs.push(`${encode(key)}=${encode(value)}`);
  }
  for (const [key, value] of Object.entries(single ?? {})) {
    if (!multi || !(key in multi)) pairs.push(`${encode(key)}=${encode(value ?? "")}`);
  }
  return pairs.length > 0 ? `?${pairs.join("&")}` : "";
}

function encode(text: string): string {
  // Half a surrogate pair cannot be encoded: it becomes U+FFFD.
  const whole = Buffer.from(text, "utf8").toString("utf8");
  return encodeURIComponent(whole).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
