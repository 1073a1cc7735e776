import { lines } from "./list.ts";

/**
 * Parses a part of resource names: lower case, digits, hyphens.
 * @throws Error that says what would be right, as every parser here does
 */
export function name(text: string): string {
  if (!/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/.test(text)) {
    throw new Error(
      `\`${text}\` must be 1 to 40 lower-case letters, digits and hyphens, such as \`${sanitised(text)}\`.`,
    );
  }
  return text;
}

export function names(text: string): readonly string[] {
  return lines(text).map(name);
}

/** Returns the nearest allowed name: `My_Shop` becomes `my-shop`. */
export function sanitised(text: string): string {
  const clean = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replace(/^-+|-+$/g, "");
  return clean || "app";
}
