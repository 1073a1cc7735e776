import { PROXY_SECRET } from "./headers.ts";
import type { ServerCommand } from "./manifest.ts";

/** What belongs to the runtime client or would bend the packaged programs. */
const WITHHELD = /^(AWS_LAMBDA_RUNTIME_API|_HANDLER|_LAMBDA_.*|LAMBDA_.*|LD_.*|NODE_.*)$/;

/**
 * The environment of the rack server and of what `run` runs, in Lambda as in a preflight.
 * @param functionEnv the function's own
 * @param home a writable folder
 * @param secret of this start: what the gem trusts the proxy's headers by
 */
export function serverEnvironment(
  functionEnv: Readonly<Record<string, string>>,
  command: ServerCommand,
  home: string,
  secret: string,
): Record<string, string> {
  const own = Object.entries(functionEnv).filter(([name]) => !WITHHELD.test(name));
  return {
    ...command.defaults,
    ...Object.fromEntries(own),
    ...command.env,
    HOME: home,
    [PROXY_SECRET]: secret,
  };
}
