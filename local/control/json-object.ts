/** Reads a body. Anything but a JSON object has no members: the service itself reports what is wrong with it. */
export function jsonObject(body: Buffer | undefined): Readonly<Record<string, unknown>> {
  try {
    return jsonOf(JSON.parse(body?.toString("utf8") || "{}"));
  } catch {
    return {};
  }
}

/** Returns an object's members; none of anything else. */
export function jsonOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
