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

/** Returns the names of variables that would give a preview another stage's database. */
export function sharedDatabases(environment: Variables, preview: Variables): readonly string[] {
  return Object.keys(environment).filter(
    (name) =>
      /^(.+_)?DATABASE_URL$/.test(name) &&
      environment[name] !== "" &&
      preview[name] === environment[name],
  );
}
