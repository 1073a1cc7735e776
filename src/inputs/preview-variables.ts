import type { Preview } from "./task.ts";

type Variables = Readonly<Record<string, string>>;

/** Merges a preview's own variables over the common ones, with `{stage}` and `{number}` replaced in its own. */
export function previewVariables(
  environment: Variables,
  own: Variables,
  stage: string,
  { number }: Preview,
): Variables {
  const replaced = Object.entries(own).map(([name, value]) => [
    name,
    value.replaceAll("{stage}", stage).replaceAll("{number}", String(number)),
  ]);
  return { ...environment, ...Object.fromEntries(replaced) };
}
