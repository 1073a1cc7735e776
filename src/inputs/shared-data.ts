import { dataStoreScheme, isDatabaseName } from "./data-store-url.ts";
import { mountPaths } from "./mount-paths.ts";
import { isMounted } from "./mounted.ts";
import { exampleReference } from "./references.ts";

type Variables = Readonly<Record<string, string>>;

/** A variable by which a preview would use another stage's data. */
export interface SharedData {
  readonly name: string;
  /** The line for `preview-environment`, without anything of the value but its scheme. */
  readonly line: string;
}

/**
 * Finds the variables by which a preview would use the data of other stages.
 * @param environment the variables of other stages
 * @param preview all variables of the preview
 * @param functionConfiguration says where file systems are mounted
 */
export function sharedData(
  environment: Variables,
  preview: Variables,
  functionConfiguration: Readonly<Record<string, unknown>>,
): readonly SharedData[] {
  const mounts = mountPaths(functionConfiguration);
  const stores = (variables: Variables) =>
    Object.entries(variables).filter(([name, value]) => namesData(name, value, mounts));
  const others = new Set(stores(environment).map(([, value]) => comparable(value)));
  return stores(preview)
    .filter(([, value]) => others.has(comparable(value)))
    .map(([name, value]) => ({ name, line: `${name}=${example(value)}` }));
}

/** Whether a function mounts file systems, in whatever form that is written. */
export function mountsFiles({ FileSystemConfigs }: Readonly<Record<string, unknown>>): boolean {
  if (Array.isArray(FileSystemConfigs)) return FileSystemConfigs.length > 0;
  return FileSystemConfigs !== undefined && FileSystemConfigs !== null;
}

/** Whether a variable says where data is: by its name, by a reference in a URL's place, or by the URL itself. */
function namesData(name: string, value: string, mounts: readonly string[]): boolean {
  if (bare(value) === "") return false;
  if (isDatabaseName(name)) return true;
  if (/^(.+_)?UR[LI]$/i.test(name) && reference(value) !== undefined) return true;
  const scheme = dataStoreScheme(value);
  if (scheme === undefined) return false;
  return !scheme.startsWith("sqlite") || isMounted(pathOf(value), mounts);
}

/** A value that is kept in AWS: of Systems Manager or of Secrets Manager. */
function reference(value: string): string | undefined {
  return /\b(ssm|secretsmanager):/i.exec(value)?.[1]?.toLowerCase();
}

function example(value: string): string {
  const scheme = dataStoreScheme(value);
  if (scheme?.startsWith("sqlite")) return `${scheme}:.../{number}.sqlite3`;
  if (scheme !== undefined) return `${scheme}://.../{number}`;
  const kept = reference(value);
  return kept === undefined ? ".../{number}" : exampleReference(`${kept}:`);
}

/** The path in a URL such as `sqlite3:/mnt/data/a.sqlite3` or `sqlite3:///mnt/data/a.sqlite3?mode=rw`. */
function pathOf(value: string): string {
  const rest = bare(value).replace(/^(jdbc:)?[^:]*:/i, "");
  return rest.replace(/^\/+/, "/").replace(/\?.*$/s, "");
}

/** The same text for the same data: scheme and host in lower case, without quotes and a last slash. */
function comparable(value: string): string {
  const [, scheme, user = "", host = "", rest = ""] =
    /^([^:/]+:\/\/)([^/?#]*@)?([^/?#]*)(.*)$/s.exec(bare(value)) ?? [];
  if (scheme === undefined) return bare(value);
  return `${scheme.toLowerCase()}${user}${host.toLowerCase()}${rest.replace(/\/+$/, "")}`;
}

function bare(value: string): string {
  return value.replace(/^[\s"'`]+|[\s"'`]+$/g, "");
}
