import { timeZone } from "../../../contract/server-environment.ts";
import { dataStoreScheme, isDatabaseName } from "../../inputs/data-store-url.ts";
import { nowhereUrl } from "./nowhere.ts";

type Variables = Readonly<Record<string, string>>;

/**
 * Variables of a function that steer its processes and our gem. They may name files that only Lambda has: if
 * LD_PRELOAD named a packaged library, no tool of the build would start.
 */
const STEERING =
  /^(LD_\w+|PATH|HOME|TMPDIR|NODE_OPTIONS|RUBYOPT|RUBYLIB|(GEM|BUNDLER?|MEGAMODE)_\w+)$/;

/** As long as the middlewares for sessions demand: 64 bytes. */
const ONLY_FOR_THE_BUILD = "only-for-the-build".repeat(4);

/**
 * Returns the stage's variables as the app gets them while it is built. No build reaches the stage's data: a data store's
 * URL keeps its scheme alone, which decides the adapter that is loaded.
 * @param environment the stage's own
 * @param buildEnvironment the input `build-environment`, which has the last word
 * @param sessionSecrets names of variables whose value the stage keeps: a build gets another one
 */
export function stageVariables(
  environment: Variables,
  buildEnvironment: Variables,
  sessionSecrets: readonly string[],
): Variables {
  const told = Object.entries(environment).flatMap(([name, value]) => {
    const shown = STEERING.test(name) ? undefined : withoutData(name, value);
    return shown === undefined ? [] : [[name, name === "TZ" ? timeZone(shown) : shown]];
  });
  const secrets = sessionSecrets.map((name) => [name, ONLY_FOR_THE_BUILD]);
  return { ...Object.fromEntries([...secrets, ...told]), ...buildEnvironment };
}

function withoutData(name: string, value: string): string | undefined {
  if (/^\s*sqlite3?:/i.test(value)) return undefined; // The file is on the function's file system.
  const scheme = dataStoreScheme(value);
  if (scheme !== undefined) return nowhereUrl(scheme);
  if (!isDatabaseName(name)) return value;
  const [, other] = /^\s*([a-z][a-z0-9+.-]*):\/\//i.exec(value) ?? []; // Of an adapter that we do not know.
  return other && nowhereUrl(other);
}
