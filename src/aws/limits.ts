/** Milliseconds after which a request to AWS is given up. The SDK itself would wait for ever. */
export interface Limits {
  /** Until a host's name is found and a connection is made. */
  readonly connect: number;
  /** Until the answer to a small request begins. */
  readonly answer: number;
  /** In which nothing is sent and nothing arrives. An upload may take longer on a slow network. */
  readonly silence: number;
  /** Until a function has ended: Lambda lets it run for 900 s. */
  readonly invocation: number;
}

export const LIMITS: Limits = {
  connect: 5_000,
  answer: 60_000,
  silence: 60_000,
  invocation: 910_000,
};

/** What the SDK's HTTP client is configured with. */
interface HandlerOptions {
  readonly connectionTimeout: number;
  readonly socketTimeout: number;
  readonly requestTimeout?: number;
  readonly throwOnRequestTimeout?: boolean;
}

/** For calls that ask or change something. */
export function ofCalls({ connect, answer, silence }: Limits): HandlerOptions {
  return { connectionTimeout: connect, socketTimeout: silence, ...ends(answer) };
}

/** For objects that are sent or fetched. */
export function ofObjects({ connect, silence }: Limits): HandlerOptions {
  return { connectionTimeout: connect, socketTimeout: silence };
}

/** For invocations, during which the connection is silent. */
export function ofInvocations({ connect, invocation }: Limits): HandlerOptions {
  return { connectionTimeout: connect, socketTimeout: invocation, ...ends(invocation) };
}

/**
 * Without the flag, the SDK only writes a warning.
 * https://github.com/smithy-lang/smithy-typescript/blob/main/packages/node-http-handler/src/set-request-timeout.ts
 */
function ends(requestTimeout: number) {
  return { requestTimeout, throwOnRequestTimeout: true };
}
