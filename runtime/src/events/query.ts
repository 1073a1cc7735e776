type Multi = Readonly<Record<string, readonly string[] | null>> | null | undefined;
type Single = Readonly<Record<string, string | null>> | null | undefined;

/**
 * A query that arrived decoded, encoded again by RFC 3986. The order within a key is kept; the order
 * across keys was lost before us.
 * @returns with its `?`, or empty
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
  // Half a surrogate pair cannot be encoded.
  const whole = Buffer.from(text, "utf8").toString("utf8");
  return encodeURIComponent(whole).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
