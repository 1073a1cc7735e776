import { createHash } from "node:crypto";

/** https://www.w3.org/TR/sri-2/#integrity-metadata-description */
const ALGORITHMS = ["sha256", "sha384", "sha512"] as const;

/** What a page or a manifest says of a file whose content must not change, by each algorithm. */
export function integrities(bytes: Buffer): readonly string[] {
  return ALGORITHMS.map((name) => `${name}-${createHash(name).update(bytes).digest("base64")}`);
}

/** Whether a text names any digest at all: most do not, and need not be searched for each. */
export function namesIntegrity(text: string): boolean {
  return /\bsha(256|384|512)-[A-Za-z0-9+/]{43}/.test(text);
}
