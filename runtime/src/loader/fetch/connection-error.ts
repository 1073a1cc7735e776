import { LoadError, TransientError, Unreachable } from "../load-error.ts";

/** The host's name is not found, or no route leads to the host. */
const NO_WAY: ReadonlySet<string | undefined> = new Set([
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
]);

/** Explains what went wrong with a connection to a URL's host. */
export function explainConnection(error: NodeJS.ErrnoException, url: URL): LoadError {
  if (error instanceof LoadError) return error;
  const reason = error.message || error.code || "";
  if (NO_WAY.has(error.code)) return unreachable(url, `: ${reason}`, error);
  return new TransientError(`S3 (${url.host}): ${reason}`, { cause: error });
}

/**
 * Says that a host cannot be reached. The loader does not know whether its function is in a VPC.
 * @param how follows the host, such as ` within 2 s`
 */
export function unreachable(url: URL, how: string, cause?: Error): Unreachable {
  return new Unreachable(
    `cannot connect to S3 (${url.host})${how}. If the function is in a VPC, it cannot reach S3 ` +
      "by itself: give the route tables of its subnets an S3 gateway endpoint (free) or a NAT " +
      "gateway, or choose other subnets (VpcConfig.SubnetIds in `function-configuration`)",
    { cause },
  );
}
