import { PROXY_SECRET } from "./headers.ts";
import type { ServerCommand } from "./manifest.ts";

/**
 * Variables that belong to Lambda's runtime client, or would change how the packaged programs run. The trace is that of one
 * invocation, and each request has its own in a header. `NODE_ENV` does neither: it is for an app's own JavaScript.
 */
const WITHHELD =
  /^(AWS_LAMBDA_RUNTIME_API|_HANDLER|_X_AMZN_TRACE_ID|_LAMBDA_.*|LAMBDA_.*|LD_.*|NODE_(?!ENV$).*)$/;

/**
 * Makes the environment of the rack server and of the commands that `run` runs, in Lambda and in a preflight.
 * @param functionEnv the function's own
 * @param home a writable folder
 * @param secret of this boot, by which the gem trusts the proxy's headers
 */
export function serverEnvironment(
  functionEnv: Readonly<Record<string, string>>,
  command: ServerCommand,
  home: string,
  secret: string,
): Record<string, string> {
  const own = Object.entries(functionEnv)
    .filter(([name]) => !WITHHELD.test(name))
    .map(([name, value]) => [name, name === "TZ" ? timeZone(value) : value]);
  return {
    ...command.defaults,
    ...Object.fromEntries(own),
    ...command.env,
    HOME: home,
    [PROXY_SECRET]: secret,
  };
}

/**
 * Lambda sets `:UTC`. The C library takes a time zone with and without the colon, and Rails only without:
 * https://man7.org/linux/man-pages/man3/tzset.3.html
 */
export function timeZone(value: string): string {
  return value.replace(/^:/, "");
}
