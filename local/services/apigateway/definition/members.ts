import { badRequest } from "../model.ts";

/** Refuses members of a definition that are not in the list. */
export function onlyMembers(
  value: Record<string, unknown>,
  known: readonly string[],
  where: string,
): void {
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw badRequest(`Invalid OpenAPI input: unknown member \`${unknown}\` in ${where}`);
  }
}
