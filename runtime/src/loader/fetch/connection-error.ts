import { LoadError, TransientError } from "../load-error.ts";

/** Milliseconds to connect in. */
export const CONNECT_TIMEOUT = 2000;

/** Explains what went wrong with a connection to a URL's host. */
export function explainConnection(error: NodeJS.ErrnoException, url: URL): LoadError {
  if (error instanceof LoadError) return error;
  if (error.code === "EHOSTUNREACH" || error.code === "ENETUNREACH") return unreachable(url, error);
  return new TransientError(`S3 (${url.host}): ${error.message || error.code}`, { cause: error });
}

export function unreachable(url: URL, cause?: Error): LoadError {
  return new LoadError(
    `cannot connect to S3 (${url.host}) within ${CONNECT_TIMEOUT / 1000} s. A function in a VPC cannot reach S3 ` +
      "by itself: give the route tables of its subnets an S3 gateway endpoint (free) or a NAT " +
      "gateway, or choose other subnets (VpcConfig.SubnetIds in `function-configuration`)",
    { cause },
  );
}
