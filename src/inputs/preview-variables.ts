import type { Preview } from "./task.ts";

type Variables = Readonly<Record<string, string>>;

/** A preview's variables: its own over the stages', `{stage}` and `{number}` replaced in its own. */
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

/** Names by which a preview would work on a database that is not its own. */
export function sharedDatabases(environment: Variables, preview: Variables): readonly string[] {
  return Object.keys(environment).filter(
    (name) =>
      /^(.+_)?DATABASE_URL$/.test(name) &&
      environment[name] !== "" &&
      preview[name] === environment[name],
  );
}
